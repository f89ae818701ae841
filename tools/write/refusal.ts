import { WebbootError } from '../../src/errors.ts';
import { sectorBytes } from '../../src/formats/gpt/partition-table.ts';
import { type Disk, sizeText } from './disks.ts';

/** What the system itself runs from is never written over. */
const vital = new Set(['/', '/usr', '/var', '/home', '/boot', '/boot/efi', '[SWAP]']);

/** Why a disk must not be written to; undefined where nothing is in the way. */
export function findRefusal(
  disk: Disk,
  { imageBytes, force }: { imageBytes: number; force: boolean },
): WebbootError | undefined {
  const refuse = (message: string, remedy: string) =>
    new WebbootError('not-permitted', `${disk.path} ${message}`, { subject: disk.path, remedy });
  if (disk.mountPoints.some((point) => vital.has(point))) {
    return refuse(
      `carries this very system (${disk.mountPoints.join(', ')}).`,
      'Choose another disk; --force does not change this.',
    );
  }
  if (disk.readOnly) {
    return refuse('is write-protected.', 'Look for a switch on the stick or the card.');
  }
  if (disk.bytes < imageBytes) {
    return refuse(
      `has ${sizeText(disk.bytes)}, and the image ${sizeText(imageBytes)}.`,
      'Take a larger stick, or build a smaller image (--size).',
    );
  }
  if (force) return undefined;
  if (disk.sectorBytes !== sectorBytes) {
    return refuse(
      `has sectors of ${disk.sectorBytes} bytes, and the image a partition table for ${sectorBytes}.`,
      'Take another stick: this one would not boot. --force writes all the same.',
    );
  }
  if (disk.mountPoints.length > 0) {
    return refuse(
      `is in use: ${disk.mountPoints.join(', ')}.`,
      `umount ${disk.mountPoints.join(' ')}, or give --force.`,
    );
  }
  if (!disk.removable) {
    return refuse(
      'is not removable: it may be a disk of this machine.',
      'Give --force if it is meant.',
    );
  }
  return undefined;
}
