import { mkdir, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bootRecordBytes } from '../core/machine/memory-map.ts';
import type { Span } from '../core/machine/own-files.ts';
import { upgradePlaces } from '../core/upgrade/places.ts';
import { WebbootError } from '../errors.ts';
import { readBootRecord } from '../formats/boot-record.ts';
import { parseRecordedImage, type RecordedImage } from '../formats/recorded-image.ts';
import { writeAll } from '../storage/write-all.ts';
import { openFileMedium } from './file-medium.ts';
import { runDirectory } from './run-directory.ts';

/** Of this kernel's own last attempt; memory-backed in the image. */
const ownRecord = `${runDirectory}/record.json`;

export async function saveRecord(text: string): Promise<void> {
  await mkdir(dirname(ownRecord), { recursive: true });
  await writeFile(ownRecord, text);
}

/** Where a record was found and its text, newest kind first; FormatError for a damaged one. */
export async function findBootRecords(): Promise<
  readonly { readonly path: string; readonly text: string }[]
> {
  const found: { path: string; text: string }[] = [];
  const own = await readFile(ownRecord, 'utf8').catch(() => undefined);
  if (own !== undefined) found.push({ path: ownRecord, text: own });
  const names = await readdir('/sys/class/block').catch(() => []);
  for (const name of names.filter((candidate) => /^pmem\d+$/.test(candidate)).sort()) {
    const path = `/dev/${name}`;
    const medium = await openFileMedium(path);
    try {
      const tail = await medium.read(medium.size - bootRecordBytes, bootRecordBytes);
      const text = readBootRecord(tail);
      if (text !== undefined) found.push({ path, text });
    } finally {
      await medium.close();
    }
  }
  const upgrade = await readFile(upgradePlaces.record, 'utf8').catch(() => undefined);
  if (upgrade !== undefined) found.push({ path: upgradePlaces.record, text: upgrade });
  return found;
}

/**
 * The image that a boot left on a block device, such as /dev/pmem0; undefined for a path that is
 * no block device. Throws WebbootError `record-missing` if the device tells of no image, and
 * FormatError.
 */
export async function readRecordedImage(path: string): Promise<RecordedImage | undefined> {
  const isDevice = await stat(path).then(
    (found) => found.isBlockDevice(),
    () => false,
  );
  if (!isDevice) return undefined;
  const medium = await openFileMedium(path);
  try {
    const size = medium.size;
    const room = Math.min(bootRecordBytes, size);
    const text = readBootRecord(await medium.read(size - room, room));
    const image = text === undefined ? undefined : parseRecordedImage(text);
    if (image !== undefined && endOf(image) <= size - room) return image;
  } finally {
    await medium.close();
  }
  throw new WebbootError('record-missing', `There is no image that webboot booted on ${path}.`, {
    subject: path,
    remedy: 'Name the file of an image, or a distro of "webboot list".',
  });
}

function endOf({ bytes, own }: RecordedImage): number {
  const spans = own === undefined ? [] : Object.values<Span>({ ...own });
  return Math.max(bytes, ...spans.map((span) => span.start + span.bytes));
}

export async function writeAt(path: string, offset: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await writeAll(file, bytes, offset);
    await file.sync();
  } finally {
    await file.close();
  }
}
