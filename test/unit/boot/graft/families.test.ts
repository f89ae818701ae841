import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { inspectTree } from '../../../../src/boot/inspect/inspect-tree.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { type CpioEntry, writeCpio } from '../../../../src/formats/cpio/writer.ts';
import { hostFacts, imageSource, mebibyte } from '../../../helpers/facts.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

const version = '6.12.1';
const modules = `lib/modules/${version}`;

/** An initrd of empty files, and those with content. */
function initrd(paths: readonly string[], contents: Readonly<Record<string, string>> = {}) {
  return gzipSync(archive(paths, contents));
}

function archive(paths: readonly string[], contents: Readonly<Record<string, string>> = {}) {
  const file = (path: string, text = ''): CpioEntry => ({
    kind: 'file',
    path,
    data: new TextEncoder().encode(text),
  });
  return writeCpio([
    ...paths.map((path) => file(path)),
    ...Object.entries(contents).map(([path, text]) => file(path, text)),
  ]);
}

/** A squashfs of more than the least size that is looked into. */
async function squashfs(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const work = await mkdtemp(join(tmpdir(), 'webboot-families-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(work, 'root', path)), { recursive: true });
      await writeFile(join(work, 'root', path), text);
    }
    await writeFile(join(work, 'root/ballast'), Buffer.alloc(2 * mebibyte, 'webboot'));
    const options = ['-quiet', '-no-progress', '-noI', '-noD', '-noF'];
    await execa('mksquashfs', [join(work, 'root'), join(work, 'image'), ...options]);
    return new Uint8Array(await readFile(join(work, 'image')));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function planOf(files: Readonly<Record<string, string | Uint8Array>>, entry?: string) {
  const image = { size: 64 * mebibyte, volumeId: 'TEST', kind: 'iso9660' } as const;
  const options = { deep: true, ...(entry === undefined ? {} : { entry }) };
  const facts = { ...(await inspectTree(memoryTree(files), image, options)), bytesRead: 0 };
  const plan = planBoot({
    source: imageSource(),
    facts,
    expectation: { kind: 'none', reason: 'a test' },
    host: hostFacts(),
    choice: { acceptUnverified: imageSource().id, ...(entry === undefined ? {} : { entry }) },
  });
  const graft = plan.steps?.graft;
  const cmdline = plan.steps?.load.cmdline ?? '';
  return { facts, graft, cmdline, problems: plan.problems };
}

const grub = (kernel: string, cmdline: string, initrdPath: string) =>
  `menuentry "A" { linux ${kernel} ${cmdline}\n initrd ${initrdPath} }\n`;
const drivers = `${modules}/kernel/drivers`;

describe('a live system as its family builds it', () => {
  it('of Alpine, whose kernel has no nd_e820, is told of the memory by an ACPI table', async () => {
    const { facts, graft, cmdline } = await planOf({
      '/boot/grub/grub.cfg': grub(
        '/boot/vmlinuz-lts',
        'modules=loop,squashfs,sd-mod,usb-storage quiet',
        '/boot/initramfs-lts',
      ),
      '/boot/initramfs-lts': initrd(
        ['init', 'sbin/nlplug-findfs'].concat(
          ['acpi/nfit/nfit.ko.gz', 'nvdimm/nd_pmem.ko.gz'].map((path) => `${drivers}/${path}`),
        ),
        { [`${modules}/modules.builtin`]: 'kernel/drivers/nvdimm/libnvdimm.ko\n' },
      ),
      '/boot/modloop-lts': await squashfs({ [`modules/${version}/modules.dep`]: '' }),
      '/apks/.boot_repository': '',
    });
    expect(facts.family).toBe('alpine-mkinitfs');
    expect(facts.pmem).toEqual({ state: 'initrd', missing: [], description: 'nfit' });
    expect(graft?.hook).toBeUndefined();
    expect(graft?.nfit?.size).toBeGreaterThanOrEqual(64 * mebibyte);
    expect(cmdline).toContain('modules=loop,squashfs,sd-mod,usb-storage,nfit,nd_pmem');
    expect(cmdline).not.toContain('rdinit=');
  });

  it('of Alpine without nfit either is impossible, and says why before the download', async () => {
    const { facts, problems } = await planOf({
      '/boot/grub/grub.cfg': grub('/boot/vmlinuz-virt', 'quiet', '/boot/initramfs-virt'),
      '/boot/initramfs-virt': initrd(['init', 'sbin/nlplug-findfs', `${drivers}/block/loop.ko.gz`]),
      '/boot/modloop-virt': await squashfs({ [`modules/${version}/modules.dep`]: '' }),
    });
    expect(facts.pmem.state).toBe('impossible');
    expect(facts.pmem.reason).toContain('nd_e820');
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: 'blocker', code: 'pmem-impossible' }),
    );
  });

  it('of live-boot with a kernel that lacks the drivers gets the image in its initramfs', async () => {
    const { facts, graft, cmdline, problems } = await planOf({
      '/boot/grub/grub.cfg': grub('/live/vmlinuz', 'boot=live', '/live/initrd.img'),
      '/live/vmlinuz': tinyBzimage(),
      '/live/initrd.img': initrd(['scripts/live', `${drivers}/block/loop.ko`]),
      '/live/filesystem.squashfs': await squashfs({ [`${modules}/modules.dep`]: '' }),
    });
    expect(facts.pmem).toMatchObject({ state: 'impossible', loop: true });
    expect(graft?.hook).toMatchObject({
      device: '/dev/loop0',
      carriesImage: true,
      modules: ['loop'],
    });
    expect(cmdline).toContain('live-media=/dev/loop0');
    expect(cmdline).not.toContain('memmap=');
    expect(problems.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'warning image-carried',
    ]);
  });

  it('of TinyCore gets its extensions where it looks for built-in ones', async () => {
    const { facts, graft, cmdline } = await planOf({
      '/boot/isolinux/isolinux.cfg':
        'default tc\nlabel tc\n kernel /boot/vmlinuz64\n initrd /boot/corepure64.gz\n append loglevel=3 cde\n',
      '/boot/corepure64.gz': initrd(['init', 'etc/init.d/tc-functions']),
      '/cde/onboot.lst': 'nano.tcz\n',
    });
    expect(facts.family).toBe('tinycore');
    expect(graft).toEqual({ files: { from: '/cde', to: 'tmp/builtin' } });
    expect(cmdline).not.toMatch(/\bcde\b/);
  });

  it('of casper gets the drivers of the one layer that has them, and keeps the installer’s ---', async () => {
    const system = ['init', 'scripts/casper', 'usr/lib/systemd/systemd-udevd', 'conf/uuid.conf'];
    const names = ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'];
    const paths = names.map((name) => `kernel/drivers/nvdimm/${name}.ko.zst`);
    const needs = { nd_btt: 'libnvdimm', nd_pmem: 'nd_btt', nd_e820: 'libnvdimm' };
    const list = paths.map((path, index) => {
      const needed = needs[names[index] as keyof typeof needs];
      return `${path}:${needed === undefined ? '' : ` kernel/drivers/nvdimm/${needed}.ko.zst`}\n`;
    });
    const { facts, graft, cmdline } = await planOf({
      '/boot/grub/grub.cfg': grub('/casper/vmlinuz', '--- quiet splash', '/casper/initrd'),
      '/casper/initrd': Buffer.concat([
        archive(['kernel/x86/microcode/AuthenticAMD.bin']),
        zstdCompressSync(archive(system)),
      ]),
      '/casper/minimal.squashfs': await squashfs({ 'usr/lib/os-release': 'ID=ubuntu' }),
      '/casper/minimal.standard.live.squashfs': await squashfs({
        [`usr/${modules}/modules.dep`]: list.join(''),
        ...Object.fromEntries(paths.map((path) => [`usr/${modules}/${path}`, 'ELF'])),
      }),
    });
    expect(facts.family).toBe('casper');
    expect(facts.pmem).toEqual({
      state: 'graft',
      missing: names,
      loads: names,
      description: 'memmap',
    });
    expect(graft?.hook).toMatchObject({ device: '/dev/pmem0', init: '/init', modules: names });
    expect(cmdline).toMatch(
      /^rdinit=\/webboot\/init boot=casper live-media=\/dev\/pmem0 nopersistent .*memmap=\S+ --- quiet splash$/,
    );
  });

  it('of kiwi, whose initrd holds dracut’s own live module too, keeps its label', async () => {
    const hooks = 'var/lib/dracut/hooks/cmdline';
    const { facts, graft, cmdline } = await planOf({
      '/boot/grub2/grub.cfg': grub(
        '/boot/x86_64/loader/linux',
        'root=live:CDLABEL=TEST rd.live.image rd.live.overlay.persistent rd.live.overlay.cowfs=ext4',
        '/boot/x86_64/loader/initrd',
      ),
      '/boot/x86_64/loader/initrd': initrd([
        ...['init', `${hooks}/30-parse-kiwi-live.sh`, `${hooks}/30-parse-dmsquash-live.sh`],
        ...['usr/sbin/dmsquash-live-root', 'usr/lib/systemd/systemd-udevd'],
        ...['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'].map(
          (name) => `usr/${drivers}/nvdimm/${name}.ko.zst`,
        ),
      ]),
      '/LiveOS/squashfs.img': await squashfs({ 'LiveOS/rootfs.img': '' }),
    });
    expect(facts.family).toBe('kiwi-live');
    expect(graft).toBeUndefined();
    expect(cmdline).toContain('root=live:CDLABEL=TEST rd.live.image rd.live.overlay.cowfs=ext4');
    expect(cmdline).not.toContain('persistent');
  });

  it('of Arch has all drivers and udev in its initrd, and gets nothing', async () => {
    const nvdimm = ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'];
    const paths = ['init', 'hooks/archiso', 'usr/lib/systemd/systemd-udevd'].concat(
      nvdimm.map((name) => `usr/${drivers}/nvdimm/${name}.ko.zst`),
    );
    const { facts, graft, cmdline } = await planOf({
      '/loader/entries/01.conf':
        'title Arch\nlinux /arch/vmlinuz\ninitrd /arch/initrd\noptions archisobasedir=arch archisosearchuuid=2026-01-01-00-00-00-00\n',
      '/arch/initrd': initrd(paths),
    });
    expect(facts.family).toBe('archiso');
    expect(graft).toBeUndefined();
    expect(cmdline).toMatch(/archisobasedir=arch archisodevice=\/dev\/pmem0 copytoram=n/);
  });

  it('of archiso with an ext4 within its squashfs may have its drivers there, where a boot looks', async () => {
    const ext4 = Buffer.alloc(2 * mebibyte);
    ext4.set([0x53, 0xef], 1080);
    const { facts, graft } = await planOf({
      '/loader/entries/01.conf':
        'title Fork\nlinux /arch/vmlinuz\ninitrd /arch/initrd\noptions archisobasedir=arch archisolabel=X\n',
      '/arch/initrd': initrd(['init', 'hooks/archiso', 'usr/lib/systemd/systemd-udevd']),
      '/arch/x86_64/airootfs.sfs': await squashfs({ 'airootfs.img': ext4 }),
    });
    expect(facts.pmem.state).toBe('unknown');
    expect(facts.pmem.reason).toContain('/arch/x86_64/airootfs.sfs holds /airootfs.img');
    expect(graft?.hook?.modules).toEqual(['libnvdimm', 'nd_pmem', 'nd_e820']);
  });

  it('of NixOS with systemd in its first stage keeps the root= that its initrd’s fstab is for', async () => {
    const nvdimm = ['libnvdimm', 'nd_btt', 'nd_pmem', 'nd_e820'];
    const { facts, cmdline } = await planOf({
      '/EFI/BOOT/grub.cfg': grub(
        '/boot/bzImage',
        'init=/nix/store/abc-nixos-system/init root=fstab loglevel=4',
        '/boot/initrd',
      ),
      '/boot/initrd': initrd(
        ['init', 'etc/fstab', 'etc/initrd-release', 'nix/store/abc-systemd/lib/systemd/systemd']
          .concat('nix/store/abc-systemd/lib/systemd/systemd-udevd')
          .concat(nvdimm.map((name) => `${drivers}/nvdimm/${name}.ko.xz`)),
      ),
      '/nix-store.squashfs': await squashfs({ 'abc-nixos-system/init': '' }),
    });
    expect(facts).toMatchObject({ family: 'nixos', dialect: 'systemd', pmem: { state: 'initrd' } });
    expect(cmdline).toMatch(/ root=fstab loglevel=4 /);
    expect(cmdline.match(/root=/g)).toHaveLength(1);
  });

  it('of a family that nobody has seen to the end is planned, and called not known', async () => {
    const { facts, cmdline, problems } = await planOf({
      '/boot/grub/grub.cfg': grub(
        '/boot/vmlinuz-x86_64',
        'misobasedir=manjaro misolabel=MJRO quiet copytoram=y',
        '/boot/initramfs-x86_64.img',
      ),
      '/boot/initramfs-x86_64.img': initrd(['config', 'hooks/miso', 'hooks/miso_loop_mnt']),
    });
    expect(facts.family).toBe('miso');
    expect(cmdline).toContain('misodevice=/dev/pmem0');
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'unknown-family' }),
    );
  });

  it('of the initrd’s own modules names all that a boot loads, with what they need', async () => {
    const path = (name: string) => `kernel/drivers/nvdimm/${name}.ko.xz`;
    const needs = { libnvdimm: '', nd_btt: 'libnvdimm', nd_pmem: 'nd_btt', nd_e820: 'libnvdimm' };
    const names = Object.keys(needs);
    const list = Object.entries(needs).map(
      ([name, needed]) => `${path(name)}:${needed === '' ? '' : ` ${path(needed)}`}\n`,
    );
    const { facts, graft } = await planOf({
      '/boot/grub/grub.cfg': grub('/live/vmlinuz', 'boot=live', '/live/initrd.img'),
      '/live/initrd.img': initrd(
        ['scripts/live', ...names.map((name) => `${modules}/${path(name)}`)],
        { [`${modules}/modules.dep`]: list.join('') },
      ),
    });
    expect(facts.pmem).toMatchObject({
      state: 'graft',
      missing: ['libnvdimm', 'nd_pmem', 'nd_e820'],
    });
    expect(graft?.hook?.modules).toEqual(names);
  });

  it('with two kernels is looked at for the entry that is booted', async () => {
    const menu =
      `${grub('/live/vmlinuz1', 'boot=live', '/live/initrd1')}` +
      `menuentry "New kernel" { linux /live/vmlinuz2 boot=live\n initrd /live/initrd2 }\n`;
    const udev = 'usr/bin/udevadm';
    const files = {
      '/boot/grub/grub.cfg': menu,
      '/live/initrd1': initrd(
        ['scripts/live', udev].concat(
          ['libnvdimm', 'nd_pmem', 'nd_e820'].map((name) => `${drivers}/nvdimm/${name}.ko`),
        ),
      ),
      '/live/initrd2': initrd(['scripts/live', udev, 'lib/modules/7.0.0/kernel/fs/ext4.ko']),
      '/live/filesystem.squashfs': await squashfs({
        'lib/modules/7.0.0/modules.dep': ['libnvdimm', 'nd_pmem', 'nd_e820']
          .map((name) => `kernel/drivers/nvdimm/${name}.ko.xz:\n`)
          .join(''),
      }),
    };
    expect((await planOf(files)).graft).toBeUndefined();
    const second = await planOf(files, 'New kernel');
    expect(second.facts.pmem.missing).toEqual(['libnvdimm', 'nd_pmem', 'nd_e820']);
    expect(second.graft?.hook).toBeDefined();
  });
});
