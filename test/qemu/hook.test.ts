import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { acpiEntries, hookEntries } from '../../src/boot/graft/archive.ts';
import { type TinyGuest, tinyGuest } from '../helpers/tiny-guest.ts';

const mebibyte = 1024 * 1024;
const region = { start: 256 * mebibyte, size: 64 * mebibyte };
const memmap = `memmap=${region.size}!${region.start}`;

let guest: TinyGuest | undefined;
beforeAll(async () => {
  guest = await tinyGuest();
});

async function hook(given: TinyGuest, modules: readonly string[]) {
  return hookEntries({
    busybox: given.busybox,
    modules: await given.modules(modules),
    blockDevice: 'pmem0',
    init: '/init',
    carriesImage: false,
  });
}

/** What a console showed between two words. */
function section(log: string, name: string): string[] {
  const found = new RegExp(`^${name} begins$(.*)^${name} ends$`, 'ms').exec(log);
  return (found?.[1] ?? '').split('\n').filter((line) => line !== '');
}

const askInit = `
bb=/bin/busybox
echo 'init begins'
$bb tr '\\0' '\\n' </proc/1/environ
echo 'arguments:'
$bb tr '\\0' '\\n' </proc/1/cmdline
echo 'mounts:'
$bb cut -d ' ' -f 1-3 /proc/mounts
$bb ls -A / | $bb grep -v '^root$'
echo 'init ends'`;
const askDisk = `
echo 'disk begins'
/bin/busybox cat /sys/class/block/pmem0/size
echo 'disk ends'`;

describe('the hook in the target’s initramfs', () => {
  it('hands over to init what the kernel would have given it, and leaves nothing behind', async ({
    skip,
  }) => {
    if (guest === undefined) return skip('no kernel to boot');
    // Names that no shell keeps, a value with a blank, words for init on both sides of the `--`.
    const words = 'splash live-media=/dev/pmem0 iso-scan/filename=/x.iso PWD=/own "title=a b"';
    const cmdline = `${words} ${memmap}`;
    const plain = await guest.run({
      archives: [],
      script: askInit,
      cmdline: `${cmdline} -- single "two words"`,
    });
    const hooked = await guest.run({
      archives: await hook(guest, ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820']),
      script: askInit + askDisk,
      cmdline: `rdinit=/webboot/init ${cmdline} -- single "two words"`,
    });
    expect(section(plain, 'init')).toContain('live-media=/dev/pmem0');
    expect(section(hooked, 'init')).toEqual(section(plain, 'init'));
    expect(section(hooked, 'disk')).toEqual([String(region.size / 512)]);
    expect(hooked).toContain('webboot: pmem0 is there');
  });

  it('becomes an init that is a link to a program, in an initramfs of several archives', async ({
    skip,
  }) => {
    if (guest === undefined) return skip('no kernel to boot');
    const log = await guest.run({
      archives: await hook(guest, ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820']),
      packed: 'dracut',
      script: `${askDisk}
echo 'root begins'
/bin/busybox readlink /lib
/bin/busybox readlink /proc/1/exe
/bin/busybox ls -d /webboot /kernel/x86/microcode
echo 'root ends'`,
      cmdline: `rdinit=/webboot/init ${memmap}`,
    });
    expect(section(log, 'disk')).toEqual([String(region.size / 512)]);
    expect(section(log, 'root')).toEqual(
      expect.arrayContaining(['usr/lib', '/usr/lib/systemd/systemd', '/kernel/x86/microcode']),
    );
    expect(section(log, 'root')).not.toContain('/webboot');
  });

  it('makes the medium the first of the devices on a machine that has an NVDIMM', async ({
    skip,
  }) => {
    if (guest === undefined) return skip('no kernel to boot');
    const nvdimm = ['-machine', 'nvdimm=on', '-m', 'slots=2,maxmem=4G'].concat(
      ['-object', 'memory-backend-ram,id=nv,size=128M'],
      ['-device', 'nvdimm,memdev=nv'],
    );
    const [nfit] = await guest.modules(['nfit']);
    const log = await guest.run({
      archives: [
        ...(await hook(guest, ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'])),
        { kind: 'file', path: 'nfit.ko', data: nfit?.bytes ?? new Uint8Array() },
      ],
      script: `
/bin/busybox insmod /nfit.ko
for try in 1 2 3 4 5 6 7 8 9; do [ -e /sys/class/block/pmem1 ] || /bin/busybox sleep 0.3; done
echo 'disks begins'
/bin/busybox cat /sys/class/block/pmem0/size /sys/class/block/pmem1/size
echo 'disks ends'`,
      cmdline: `rdinit=/webboot/init ${memmap}`,
      extra: nvdimm,
    });
    const sectors = [region.size / 512, (128 * mebibyte) / 512];
    expect(section(log, 'disks')).toEqual(sectors.map(String));
  });

  it('goes on, and says so, where the device does not come', async ({ skip }) => {
    if (guest === undefined) return skip('no kernel to boot');
    const log = await guest.run({
      archives: await hook(guest, ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820']),
      script: askInit,
      cmdline: 'rdinit=/webboot/init',
    });
    expect(log).toContain('webboot: waiting for pmem0');
    expect(log).toContain('pmem0 did not appear');
    expect(section(log, 'init')).toContain('/init');
  });
});

describe('an image that travels in the initramfs', () => {
  it('is a read-only disk, which stays when the file of it is deleted', async ({ skip }) => {
    if (guest === undefined) return skip('no kernel to boot');
    const image = Buffer.alloc(3 * mebibyte, 'the image ');
    const log = await guest.run({
      archives: [
        ...hookEntries({
          busybox: guest.busybox,
          modules: await guest.modules(['loop']),
          blockDevice: 'loop0',
          init: '/init',
          carriesImage: true,
        }),
        { kind: 'file', path: 'webboot.iso', data: image },
      ],
      script: `
bb=/bin/busybox
$bb rm /webboot.iso
echo 'disk begins'
$bb cat /sys/class/block/loop0/size /sys/class/block/loop0/ro
$bb sha256sum </dev/loop0
echo 'disk ends'`,
      cmdline: 'rdinit=/webboot/init',
    });
    const digest = createHash('sha256').update(image).digest('hex');
    expect(section(log, 'disk')).toEqual([String(image.length / 512), '1', `${digest}  -`]);
  });
});

describe('the ACPI tables', () => {
  it('make a disk of memory where the kernel has no driver for memmap= regions', async ({
    skip,
  }) => {
    if (guest === undefined) return skip('no kernel to boot');
    const log = await guest.run({
      archives: [
        ...acpiEntries(region),
        ...(await hook(guest, ['libnvdimm', 'nd_btt', 'nd_pmem', 'nfit'])),
      ],
      script: `${askDisk}
/bin/busybox dd if=/dev/zero of=/dev/pmem0 bs=1M count=1 && echo 'it can be written'`,
      cmdline: `rdinit=/webboot/init ${memmap}`,
    });
    expect(section(log, 'disk')).toEqual([String(region.size / 512)]);
    expect(log).toContain('it can be written');
  });
});
