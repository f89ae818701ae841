import { createHash, randomBytes } from 'node:crypto';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addFile, copySparse, readDataPartition } from '../../helpers/data-partition.ts';
import type { FinalImage } from './final-image.ts';

export const growthBytes = 64 << 20;
const settings = '{ "countdown": 0 }\n';
/** The image that is being kept when the power goes. */
export const kept = 'Images/debian-live.iso';

/** What must be on the stick after every cut, byte for byte. */
export interface CutStick {
  readonly file: string;
  readonly image: FinalImage;
  readonly finished: ReadonlyMap<string, string>;
}

/** A stick with settings and an image, and room to grow into. */
export async function prepareStick(image: FinalImage): Promise<CutStick> {
  const file = join(image.folder, 'power.img');
  await copySparse(image.usb, file);
  await truncate(file, 2 ** 30);
  const contents = new Map([
    ['webboot.json', Buffer.from(settings)],
    ['Images/finished.iso', randomBytes(5 << 20)],
  ]);
  for (const [path, bytes] of contents) {
    const source = join(image.folder, 'added');
    await writeFile(source, bytes);
    await addFile(file, source, path);
    await rm(source);
  }
  const finished = new Map([...contents].map(([path, bytes]) => [path, digest(bytes)]));
  return { file, image, finished };
}

/** Throws unless the file systems are in order, and all that was finished is what it was. */
export async function requireIntact(stick: CutStick): ReturnType<typeof readDataPartition> {
  const contents = await readDataPartition(stick.file);
  const found = new Map([...contents.files].map(([path, bytes]) => [path, digest(bytes)]));
  for (const [path, wanted] of stick.finished) {
    if (found.get(path) !== wanted) throw new Error(`${path} is not what it was`);
  }
  // Under its own name, it is whole, and what vouches for it is there.
  if (found.has(kept)) {
    if (found.get(kept) !== stick.image.demoDigest) throw new Error(`${kept} is not whole`);
    const sums = contents.files.get(`${kept}.SHA256SUMS`)?.toString() ?? '';
    const signature = contents.files.get(`${kept}.SHA256SUMS.sign`)?.toString() ?? '';
    if (!sums.includes(stick.image.demoDigest) || !signature.includes('END PGP')) {
      throw new Error(`${kept} is there without what vouches for it`);
    }
  }
  return contents;
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
