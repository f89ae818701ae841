import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { evaluateConfig, readBootEntries } from '../../../../src/boot/inspect/boot-entries.ts';
import { openDirectoryTree } from '../../../../src/linux/directory-tree.ts';
import type { FileTree } from '../../../../src/ports/file-tree.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';

const samples = fileURLToPath(new URL('../../../../../shared/samples/bootcfg', import.meta.url));
const present = existsSync(samples);
if (!present) console.warn(`skipped: there are no sample configurations at ${samples}`);

interface Expected {
  readonly cmdline: string;
  readonly kernel: { readonly url: string };
  readonly initrd?: { readonly url: string };
}

/**
 * Where the reviewed expectation is wrong about what GRUB gives the kernel: it keeps variables
 * that its parser does not follow, and GRUB never passes a variable's name on.
 */
const corrections: Readonly<Record<string, (cmdline: string) => string>> = {
  // GRUB's [ ] is true, so loopback becomes "findiso=", whose value is a variable without one.
  'u-root-grub/debian_9_install': (cmdline) => cmdline.replace(/ ?\$\{loopback\}/, ''),
  // The function gfxmode sets it, as linux_gfx_mode is "keep" without a grubenv and a blacklist.
  'u-root-grub/ubuntu_16_04_boot': (cmdline) =>
    cmdline.replace('$vt_handoff', 'vt.handoff=7').replace('quiet splash  ', 'quiet splash '),
};

describe.skipIf(!present)('the sample trees with reviewed expectations', () => {
  it.each([
    'u-root-grub/CentOS_7_x86_64_DVD_1810',
    'u-root-grub/CentOS_7_x86_64_DVD_1810_efi_install_sda1',
    'u-root-grub/CentOS_7_x86_64_DVD_1810_legacy_install_sda1',
    'u-root-grub/debian_10_4_installed',
    'u-root-grub/debian_9_install',
    'u-root-grub/fedora_27_install',
    'u-root-grub/ubuntu_16_04_boot',
    'u-root-syslinux/debian_9_install',
    'u-root-syslinux/fedora_27_install',
  ])('%s lists exactly the entries of its JSON', async (name) => {
    const json: readonly Expected[] = JSON.parse(
      await readFile(join(samples, `${name}.json`), 'utf8'),
    );
    const correct = corrections[name] ?? ((cmdline) => cmdline);
    const { entries } = await readBootEntries(await openDirectoryTree(join(samples, name)));
    expect(
      entries.map(({ kernel, initrds, cmdline }) => ({ kernel, initrds, cmdline })).sort(byText),
    ).toEqual(
      json
        .map(({ kernel, initrd, cmdline }) => ({
          kernel: pathOf(kernel.url),
          initrds: initrd === undefined ? [] : [pathOf(initrd.url)],
          cmdline: correct(cmdline),
        }))
        .sort(byText),
    );
  });

  it('keeps the order and the default of the menu where the JSON puts the default first', async () => {
    const tree = await openDirectoryTree(join(samples, 'u-root-grub/CentOS_7_x86_64_DVD_1810'));
    const { entries } = await readBootEntries(tree);
    expect(entries.map(({ title, default: isDefault }) => [title, isDefault])).toEqual([
      ['Install CentOS 7', false],
      ['Test this media & install CentOS 7', true],
      ['Troubleshooting --> > Install CentOS 7 in basic graphics mode', false],
      ['Troubleshooting --> > Rescue a CentOS system', false],
    ]);
  });
});

describe.skipIf(!present)('the sample templates, filled in as their tools do', () => {
  it('gives the menu of archiso once, from GRUB, systemd-boot and syslinux', async () => {
    const tree = await instantiate('archiso', {
      folders: { syslinux: '/boot/syslinux', 'efiboot/loader': '/loader', grub: '/boot/grub' },
      values: { '%ARCH%': 'x86_64', '%INSTALL_DIR%': 'arch', '%ARCHISO_UUID%': '2026-11-01-10' },
      files: {
        '/arch/boot/x86_64/vmlinuz-linux': 'k',
        '/arch/boot/x86_64/initramfs-linux.img': 'i',
      },
    });
    const { entries } = await readBootEntries(tree);
    expect(entries.map(({ id, cmdline, default: isDefault }) => [id, cmdline, isDefault])).toEqual([
      ['archlinux', 'archisobasedir=arch archisosearchuuid=2026-11-01-10', true],
      [
        'archlinux-accessibility',
        'archisobasedir=arch archisosearchuuid=2026-11-01-10 accessibility=on',
        false,
      ],
      ['memtest', '', false],
    ]);
    expect(entries[0]).toMatchObject({
      title: 'Arch Linux install medium (x86_64, BIOS)',
      kernel: '/arch/boot/x86_64/vmlinuz-linux',
      initrds: ['/arch/boot/x86_64/initramfs-linux.img'],
    });
  });

  it('follows whichsys.c32 to the menu for ISOs, not to the one for PXE', async () => {
    const tree = await instantiate('archiso', {
      folders: { syslinux: '/boot/syslinux' },
      values: { '%ARCH%': 'x86_64', '%INSTALL_DIR%': 'arch', '%ARCHISO_UUID%': 'U' },
    });
    const { entries } = await readBootEntries(tree);
    expect(entries.map(({ id, default: isDefault }) => [id, isDefault])).toEqual([
      ['arch', true],
      ['archspeech', false],
      ['memtest', false],
    ]);
    const pxe = await evaluateConfig({ path: '/boot/syslinux/archiso_pxe.cfg' }, tree);
    expect(pxe.entries.map(({ kernel }) => kernel)).toContain('/arch/boot/x86_64/vmlinuz-linux');
    expect(pxe.entries.every(({ cmdline }) => !cmdline.includes('$'))).toBe(true);
  });

  it('gives the menu of grml, whose files are found by a wildcard', async () => {
    const tree = await instantiate('grml', {
      folders: { grub: '/boot/grub', isolinux: '/netboot' },
      values: {
        '%SHORT_NAME%': 'grml64full',
        '%GRML_NAME%': 'grml-full-amd64',
        '%VERSION%': '2025.08',
        '%BOOTID%': 'grml1',
        '%ARCH%': 'amd64',
      },
    });
    const { entries } = await readBootEntries(tree);
    expect(entries[0]).toMatchObject({
      title: 'grml-full-amd64 2025.08',
      kernel: '/boot/grml64full/vmlinuz',
      initrds: ['/boot/grml64full/initrd.img'],
      cmdline: 'apm=power-off boot=live live-media-path=/live/grml-full-amd64/ bootid=grml1 nomce',
      default: true,
    });
    const options = entries.slice(1).map(({ title }) => title);
    expect(options).toContain('  ⇢ Options > Forensic Mode');
    expect(options).toContain('  ⇢ Options > Serial Console');
    expect(options).toHaveLength(10);
    const netboot = await evaluateConfig({ path: '/netboot/netboot.cfg' }, tree);
    expect(netboot.entries).toMatchObject([{ id: 'grml', kernel: '/netboot/vmlinuz' }]);
  });

  it('gives the menu of live-build once, from GRUB and from isolinux', async () => {
    const live = {
      '@LINUX_LIVE@': `menuentry "Live system (amd64)" --hotkey=l {
	linux	@KERNEL_LIVE@ @APPEND_LIVE@ findiso=\${iso_path}
	initrd	@INITRD_LIVE@
}`,
      '@FLAVOUR@': 'amd64',
      '@LINUX@': '@KERNEL_LIVE@',
      '@INITRD@': '@INITRD_LIVE@',
      '@APPEND_LIVE_FAILSAFE@': '@APPEND_LIVE@ noapic nomodeset',
      '@OPTIONAL_INSTALLER_INCLUDE@': 'include install.cfg',
      '@OPTIONAL_MEMTEST_INCLUDE@': '',
      '@ENABLE_INSTALL_MENU@': 'true',
      '@ENABLE_MEMTEST@': 'false',
      '@ENABLE_VERIFY_CHECKSUMS@': 'true',
      '@APPEND_VERIFY_CHECKSUMS@': '@APPEND_LIVE@ verify-checksums',
      '@APPEND_LIVE@': 'boot=live components quiet splash',
      '@KERNEL_LIVE@': '/live/vmlinuz',
      '@INITRD_LIVE@': '/live/initrd.img',
      '@APPEND_INSTALL@': '',
      '@KERNEL_GI@': '/install/gtk/vmlinuz',
      '@INITRD_GI@': '/install/gtk/initrd.gz',
      '@KERNEL_DI@': '/install/vmlinuz',
      '@INITRD_DI@': '/install/initrd.gz',
    };
    const tree = await instantiate('live-build-debian', {
      folders: { 'grub-pc': '/boot/grub', isolinux: '/isolinux', syslinux_common: '/isolinux' },
      renames: {
        '/isolinux/live.cfg.in': '/isolinux/live.cfg',
        '/isolinux/install_gui.cfg': '/isolinux/install.cfg',
        '/boot/grub/install_gui.cfg': '/boot/grub/install.cfg',
        '/boot/grub/install_start_gui.cfg': '/boot/grub/install_start.cfg',
      },
      values: live,
    });
    const { entries, problems } = await readBootEntries(tree);
    const titles = entries.map(({ title }) => title);
    expect(entries[0]).toMatchObject({
      title: 'Live system (amd64)',
      kernel: '/live/vmlinuz',
      initrds: ['/live/initrd.img'],
      cmdline: 'boot=live components quiet splash',
      default: true,
    });
    expect(titles.slice(1, 5)).toEqual([
      'Start installer',
      'Start installer with speech synthesis',
      'Advanced install options ... > Graphical installer ... > Install',
      'Advanced install options ... > Graphical installer ... > Expert install',
    ]);
    // Of isolinux's menu only what GRUB's lacks is left.
    expect(
      entries.filter(({ source }) => source.startsWith('/isolinux')).map(({ id }) => id),
    ).toEqual(['live-amd64-failsafe']);
    expect(problems.map(({ code }) => code)).not.toContain('unresolved-variable');
    expect(entries.every(({ cmdline }) => !cmdline.includes('$'))).toBe(true);
  });
});

function pathOf(url: string): string {
  return url.replace(/^file:\/\/\/?testdata(?:_new)?\/[^/]*/, '');
}

function byText(left: object, right: object): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}

async function instantiate(
  name: string,
  template: {
    /** Folder of the template → folder of the image. */
    readonly folders: Readonly<Record<string, string>>;
    readonly values: Readonly<Record<string, string>>;
    readonly renames?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
  },
): Promise<FileTree> {
  const fill = (text: string) => {
    let filled = text;
    for (const [variable, value] of Object.entries(template.values)) {
      filled = filled.replaceAll(variable, () => value);
    }
    return filled;
  };
  const files: Record<string, string> = { ...template.files };
  for (const [from, to] of Object.entries(template.folders)) {
    const folder = join(samples, name, from);
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const path = fill(join(to, relative(folder, file)));
      files[template.renames?.[path] ?? path] = fill(await readFile(file, 'utf8'));
    }
  }
  return memoryTree(files);
}
