import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bootRecordBytes } from '../core/machine/memory-map.ts';
import { readBootRecord } from '../formats/boot-record.ts';
import { writeAll } from '../storage/write-all.ts';
import { openFileMedium } from './file-medium.ts';
import { runDirectory } from './run-directory.ts';

/** Of this kernel's own last attempt; memory-backed in the image. */
const ownRecord = `${runDirectory}/record.json`;

export async function keepRecord(text: string): Promise<void> {
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
  return found;
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
