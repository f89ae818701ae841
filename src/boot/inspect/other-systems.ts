import type { FileTree } from '../../ports/file-tree.ts';

/** Files by which the images of other systems are known, as their installers lay them out. */
const systems: readonly (readonly [name: string, paths: readonly string[]])[] = [
  ['Windows', ['/sources/boot.wim', '/sources/install.wim', '/efi/microsoft/boot/bcd', '/bootmgr']],
  ['FreeBSD', ['/boot/kernel/kernel']],
  ['OpenBSD', ['/etc/boot.conf', '/bsd.rd', '/bsd']],
  ['NetBSD', ['/netbsd', '/netbsd.gz', '/boot.cfg']],
  ['VMware ESXi', ['/s.v00', '/efi/boot/boot.cfg']],
  ['illumos or Solaris', ['/platform/i86pc/kernel/amd64/unix']],
  ['Haiku', ['/haiku-boot-floppy.image', '/haiku-esp.image']],
  ['FreeDOS', ['/freedos', '/kernel.sys']],
  ['ReactOS', ['/reactos']],
];

/** The system that an image without a Linux entry is of; undefined where it is not known. */
export async function nameOtherSystem(tree: FileTree): Promise<string | undefined> {
  for (const [name, paths] of systems) {
    for (const path of paths) {
      for (const spelling of [path, path.toUpperCase()]) {
        if ((await tree.find(spelling)) !== undefined) return name;
      }
    }
  }
  return undefined;
}
