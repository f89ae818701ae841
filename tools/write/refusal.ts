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
      `holds the running system (${disk.mountPoints.join(', ')}).`,
      'Choose another disk; --force does not change this.',
    );
  }
  if (disk.readOnly) {
    return refuse('is write-protected.', 'Look for a write-protect switch on the stick or card.');
  }
  if (disk.bytes < imageBytes) {
    return refuse(
      `has ${sizeText(disk.bytes)}, but the image has ${sizeText(imageBytes)}.`,
      'Use a larger stick, or build a smaller image (--size).',
    );
  }
  if (force) return undefined;
  if (disk.sectorBytes !== sectorBytes) {
    return refuse(
      `has sectors of ${disk.sectorBytes} bytes, but the image's partition table is for ${sectorBytes}.`,
      'Use another stick: this one would not boot. --force writes to it anyway.',
    );
  }
  if (disk.mountPoints.length > 0) {
    return refuse(
      `is in use: ${disk.mountPoints.join(', ')}.`,
      `Run umount ${disk.mountPoints.join(' ')}, or give --force.`,
    );
  }
  if (!disk.removable) {
    return refuse(
      'is not removable: it may be an internal disk.',
      'Give --force if this is the right disk.',
    );
  }
  return undefined;
}
