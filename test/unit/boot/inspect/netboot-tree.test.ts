import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBootEntries } from '../../../../src/boot/inspect/boot-entries.ts';
import { openDirectoryTree } from '../../../../src/linux/directory-tree.ts';
import { makeTree, scratchDirectory } from '../../../helpers/isos.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';

const installer = 'debian-installer/amd64';

describe('the tree of a TFTP server', () => {
  let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
  beforeAll(async () => {
    scratch = await scratchDirectory();
  });
  afterAll(() => scratch.remove());

  it("lists the entries of Debian's installer, whose names all begin at the server's root", async () => {
    const root = join(scratch.path, 'netboot');
    await mkdir(root);
    await makeTree(root, {
      [`${installer}/linux`]: 'kernel',
      [`${installer}/initrd.gz`]: 'initrd',
      [`${installer}/pxelinux.0`]: 'loader',
      [`${installer}/boot-screens/syslinux.cfg`]: `path ${installer}/boot-screens/\ninclude ${installer}/boot-screens/menu.cfg\ndefault ${installer}/boot-screens/vesamenu.c32\n`,
      [`${installer}/boot-screens/menu.cfg`]: `menu title Installer\ninclude ${installer}/boot-screens/txt.cfg\n`,
      [`${installer}/boot-screens/txt.cfg`]: `label install\n\tmenu label ^Install\n\tkernel ${installer}/linux\n\tappend vga=788 initrd=${installer}/initrd.gz --- quiet\n`,
      [`${installer}/pxelinux.cfg/default`]: { link: '../boot-screens/syslinux.cfg' },
      'pxelinux.0': { link: `${installer}/pxelinux.0` },
      'pxelinux.cfg': { link: `${installer}/pxelinux.cfg` },
    });
    const { entries, problems } = await readBootEntries(await openDirectoryTree(root));
    expect(problems).toEqual([]);
    expect(entries).toMatchObject([
      {
        title: 'Install',
        kernel: `/${installer}/linux`,
        initrds: [`/${installer}/initrd.gz`],
        cmdline: `vga=788 initrd=${installer}/initrd.gz --- quiet`,
      },
    ]);
  });

  it('begins in the directory of pxelinux.0 where that is not the root', async () => {
    const tree = memoryTree({
      '/amd64/linux': 'kernel',
      '/amd64/initrd': 'initrd',
      '/amd64/more.cfg': 'label two\n kernel linux\n initrd initrd\n append two\n',
      '/amd64/pxelinux.cfg/default':
        'label one\n kernel linux\n append initrd=initrd one\ninclude more.cfg\n',
    });
    const { entries, problems } = await readBootEntries(tree);
    expect(problems).toEqual([]);
    expect(entries.map(({ kernel, initrds }) => [kernel, ...initrds])).toEqual([
      ['/amd64/linux', '/amd64/initrd'],
      ['/amd64/linux', '/amd64/initrd'],
    ]);
  });
});
