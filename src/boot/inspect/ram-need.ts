import type { InitrdFacts } from './initrd-facts.ts';

/** A kernel, its page tables and a login: what Debian's and Fedora's live systems do not start below. */
const baseBytes = 256 << 20;
/** How initrds of kernel modules and libraries unpack; measured 2.4 to 3.4. */
const typicalRatio = 3;

/**
 * RAM for one boot: the image in pmem, the initrd both packed and unpacked (it is, for a moment), and
 * the least of a system. The live system's own needs are the catalogue's to say.
 */
export function ramNeed(imageBytes: number, initrd: InitrdFacts): number {
  if (initrd.kind === 'none' || initrd.kind === 'absent') return imageBytes + baseBytes;
  const unpacked =
    initrd.kind === 'read' ? initrd.unpackedBytes : initrd.packedBytes * typicalRatio;
  return imageBytes + initrd.packedBytes + unpacked + baseBytes;
}
