import { FormatError } from '../../errors.ts';
import { readPeSections, readSectionText } from '../../formats/pe/sections.ts';
import type { FileTree } from '../../ports/file-tree.ts';

/** Fedora's GRUB names its vendor so, and so do the distros that are made of Fedora. */
const vendor = /^grub\.(?:rh|rhel\d*|fedora|centos|almalinux|rocky|ol|eurolinux)\b/m;
const maxBytes = 64 << 10;

/**
 * Whether one of an image's GRUB programs has Fedora's patches, by its SBAT section (shim's
 * SBAT.md). A program that cannot be read is no evidence.
 */
export async function hasFedoraGrub(tree: FileTree, programs: readonly string[]): Promise<boolean> {
  for (const path of programs) {
    try {
      const file = await tree.open(path);
      const sections = file === undefined ? undefined : await readPeSections(file);
      const sbat = sections?.find(({ name }) => name === '.sbat');
      if (sbat !== undefined && vendor.test(await readSectionText(sbat, maxBytes))) return true;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return false;
}
