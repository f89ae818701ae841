import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { hookEntries } from '../../src/boot/graft/archive.ts';
import { addKeyProgram } from '../../src/boot/secrets/add-key.ts';
import type { NetworkToHandOn } from '../../src/core/network/handed-network.ts';
import { acpiEntries } from '../../src/formats/acpi/table-archive.ts';
import type { CpioEntry } from '../../src/formats/cpio/writer.ts';
import { dynamicProgram } from '../helpers/dynamic-program.ts';
import { homeWifi, networkToHandOn } from '../helpers/networks.ts';
import { type TinyGuest, tinyGuest } from '../helpers/tiny-guest.ts';

const mebibyte = 1024 * 1024;
const region = { start: 256 * mebibyte, size: 64 * mebibyte };
const memmap = `memmap=${region.size}!${region.start}`;

let guest: TinyGuest | undefined;
beforeAll(async () => {
  guest = await tinyGuest();
});

async function hook(given: TinyGuest, modules: readonly string[], network?: NetworkToHandOn) {
  return hookEntries({
    busybox: given.busybox,
    modules: await given.modules(modules),
    blockDevice: 'pmem0',
    init: '/init',
    carriesImage: false,
    ...(network === undefined ? {} : { network }),
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
    expect(hooked).toContain('webboot: pmem0 exists');
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

/** Of each family's initramfs what the hook sees, and the family's own way to run what it adds. */
const families = [
  {
    family: 'initramfs-tools',
    root: 'root',
    files: {
      'scripts/functions': '',
      'scripts/init-bottom/ORDER': 'echo "own step of $rootmnt"\n',
    },
    run: 'rootmnt=/root; . /scripts/init-bottom/ORDER',
  },
  {
    family: 'dracut up to 101',
    root: 'sysroot',
    files: { 'lib/dracut-lib.sh': '' },
    run: 'NEWROOT=/sysroot; for file in /lib/dracut/hooks/pre-pivot/*.sh; do . $file; done',
  },
  {
    family: 'dracut since 102',
    root: 'sysroot',
    files: { 'usr/lib/dracut-lib.sh': '' },
    run: 'NEWROOT=/sysroot; for file in /var/lib/dracut/hooks/pre-pivot/*.sh; do . $file; done',
  },
  {
    family: 'mkinitcpio',
    root: 'new_root',
    files: { init_functions: '', config: 'LATEHOOKS="keymap"\n', 'hooks/keymap': '' },
    run: '. /config; for hook in $LATEHOOKS; do [ -x /hooks/$hook ] && . /hooks/$hook; done; run_latehook',
  },
] as const;

function filesOf(files: Readonly<Record<string, string>>): CpioEntry[] {
  const parents = Object.keys(files).flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return [
    ...[...new Set(parents)].map((path): CpioEntry => ({ kind: 'directory', path })),
    ...Object.entries(files).map(
      ([path, text]): CpioEntry => ({ kind: 'file', path, data: Buffer.from(text) }),
    ),
  ];
}

describe('the network, handed on in the target’s initramfs', () => {
  it.each(families)('gets to the live system’s own service by $family', async (given) => {
    if (guest === undefined) return console.log('skipped: no kernel to boot');
    const { root, files, run } = given;
    const archives = [
      ...(await hook(guest, [], networkToHandOn({ wifi: homeWifi }))),
      ...filesOf({ ...files, [`${root}/usr/sbin/NetworkManager`]: '' }),
    ];
    const script = `
${run}
bb=/bin/busybox
echo 'found begins'
$bb find /run/NetworkManager /webboot -type f -exec $bb stat -c '%a %u %n' {} ';'
$bb grep psk= /run/NetworkManager/system-connections/*
echo 'found ends'`;
    const log = await guest.run({ archives, script, cmdline: 'rdinit=/webboot/init' });
    expect(log).toContain('webboot: the network is handed on to NetworkManager');
    expect(section(log, 'found')).toEqual([
      '600 0 /run/NetworkManager/system-connections/webboot.nmconnection',
      'find: /webboot: No such file or directory',
      'psk=correct horse',
    ]);
  });

  it('stays away, and says so, from a live system without a service that is known', async ({
    skip,
  }) => {
    if (guest === undefined) return skip('no kernel to boot');
    const archives = [
      ...(await hook(guest, [], networkToHandOn({ wifi: homeWifi }))),
      ...filesOf({ 'scripts/functions': '', 'root/x': '' }),
    ];
    const script = 'rootmnt=/root; . /scripts/init-bottom/ORDER; /bin/busybox ls -d /webboot';
    const log = await guest.run({ archives, script, cmdline: 'rdinit=/webboot/init' });
    expect(log).toContain('has no network service that is known');
    expect(log).toContain('/webboot: No such file');
  });
});

describe('files of one’s own, handed on in the target’s initramfs', () => {
  it.each(families)('get into the live system’s root by $family', async (given) => {
    if (guest === undefined) return console.log('skipped: no kernel to boot');
    const { root, files, run } = given;
    const archives = [
      ...hookEntries({
        ...{ busybox: guest.busybox, modules: [], blockDevice: '', init: '/init' },
        carriesImage: false,
        files: [
          { path: 'root/.ssh/authorized_keys', data: Buffer.from('ssh-ed25519 mine\n') },
          { path: 'var/lib/cloud/seed/nocloud/user-data', data: Buffer.from('#cloud-config\n') },
        ],
      }),
      ...filesOf({ ...files, [`${root}/root/.ssh/authorized_keys`]: 'ssh-ed25519 theirs' }),
    ];
    const script = `
${run}
bb=/bin/busybox
echo 'found begins'
$bb find /${root}/root /${root}/var /webboot -type f -exec $bb stat -c '%a %u %n' {} ';'
$bb cat /${root}/root/.ssh/authorized_keys /${root}/var/lib/cloud/seed/nocloud/user-data
echo 'found ends'`;
    const log = await guest.run({ archives, script, cmdline: 'rdinit=/webboot/init' });
    expect(log).toContain('webboot: your files are in the live system');
    expect(section(log, 'found').toSorted()).toEqual(
      [
        `600 0 /${root}/root/.ssh/authorized_keys`,
        `600 0 /${root}/var/lib/cloud/seed/nocloud/user-data`,
        'find: /webboot: No such file or directory',
        'ssh-ed25519 theirs',
        'ssh-ed25519 mine',
        '#cloud-config',
      ].toSorted(),
    );
  });
});

describe('secrets for the target’s keyring', () => {
  it('are there before its init, for root to read, and in no file', async ({ skip }) => {
    if (guest === undefined) return skip('no kernel to boot');
    const keys = new Map([
      ['disk', Buffer.from('a passphrase')],
      ['large', Buffer.alloc(32_767, 'x')],
    ]);
    const log = await guest.run({
      archives: [
        ...hookEntries({
          ...{ busybox: guest.busybox, modules: [], blockDevice: '', init: '/init' },
          ...{ carriesImage: false, secrets: { addKey: await addKeyProgram('x86_64'), keys } },
        }),
        ...(await dynamicProgram('keys', { package: 'keyutils', program: 'usr/bin/keyctl' })),
      ],
      script: `
bb=/bin/busybox
keyctl() { /keys/loader --library-path /keys/lib /keys/keyctl "$@"; }
echo 'keys begins'
keyctl print %user:disk
keyctl print %user:large | $bb wc -c
$bb grep -o ' 3f0b0000 .*disk: 12' /proc/keys | $bb tr -s ' '
$bb ls -d /webboot
echo 'keys ends'`,
      cmdline: 'rdinit=/webboot/init',
    });
    expect(section(log, 'keys')).toEqual([
      ...['a passphrase', '32768', ' 3f0b0000 0 0 user disk: 12'],
      'ls: /webboot: No such file or directory',
    ]);
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
        ...acpiEntries(region, { ownRegions: [] }),
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
