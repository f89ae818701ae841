import { takesCarriedImage } from '../families/family.ts';
import type { ImageFacts } from '../image/image-facts.ts';
import type { HostFacts } from '../machine/host-facts.ts';

const mebibyte = 1024 * 1024;

/** What the image is in a target that got it within its initramfs. */
export const carriedDevice = '/dev/loop0';

/** Larger ones would take too much of a machine: see `carriedCost`. */
const mostBytes = 512 * mebibyte;
/** For the two kernels, beside the copies of the image. */
const spareBytes = 512 * mebibyte;

/**
 * RAM for an image that travels in the initramfs: webboot's file and the loaded copy at once, then
 * the packed and the unpacked one; the target's root may fill half of its RAM at most.
 */
export function carriedCost(imageBytes: number): number {
  return 2 * imageBytes;
}

/**
 * Whether an image that no driver could find in memory goes into the target's initramfs instead,
 * as a file behind a loop device.
 */
export function carriesImage(facts: ImageFacts, host: HostFacts): boolean {
  const { pmem, family, dialect, image } = facts;
  if (pmem.state !== 'impossible' || pmem.loop !== true) return false;
  if (!takesCarriedImage(family, dialect)) return false;
  const total = host.ramBytes + host.pmem.reduce((sum, { size }) => sum + size, 0);
  return (
    image.size <= mostBytes &&
    host.availableBytes >= carriedCost(image.size) + spareBytes / 2 &&
    total >= 2 * carriedCost(image.size) + spareBytes
  );
}
