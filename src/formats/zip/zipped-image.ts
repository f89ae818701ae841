import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { memoryAccess, subAccess } from '../random-access.ts';
import { createWorkBudget, type WorkBudget } from '../work-budget.ts';
import { AccessReader } from './access-reader.ts';

export interface ZippedImage {
  /** The ISO's name within the zip. */
  readonly name: string;
  readonly image: RandomAccess;
}

interface OpenOptions {
  readonly signal?: AbortSignal;
  readonly budget?: WorkBudget;
}

/** A zip that lists more than this is no packaged ISO. */
const maxEntries = 4096;
/** memtest86+, the one known image that comes zipped, has 7 MB. */
const maxUnpackedBytes = 128 << 20;
const stored = 0;

/**
 * The one ISO inside a zip (APPNOTE.TXT, with Zip64). A stored one is read in place; a deflated one
 * is unpacked into memory, up to 128 MiB. Throws FormatError 'zip' for damage, encryption, more
 * than that, and for a zip that holds no ISO or several.
 */
export async function openZippedImage(
  access: RandomAccess,
  options: OpenOptions = {},
): Promise<ZippedImage> {
  const { budget = createWorkBudget(options) } = options;
  const reader = new AccessReader(access, options.signal);
  try {
    const zip = await fromRandomAccessReaderPromise(reader, access.size, { autoClose: false });
    const entry = await findIso(zip, budget);
    return { name: entry.fileName, image: await openEntry(zip, entry, { access, budget }) };
  } catch (error) {
    if (reader.readError !== undefined) throw reader.readError;
    if (error instanceof FormatError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new FormatError('zip', 0, message, { cause: error });
  }
}

async function findIso(zip: ZipFile, budget: WorkBudget): Promise<Entry> {
  const isos: Entry[] = [];
  let count = 0;
  for await (const entry of zip.eachEntry()) {
    count += 1;
    await budget.pay({});
    if (count > maxEntries) throw new FormatError('zip', 0, `over ${maxEntries} files`);
    if (/\.iso$/i.test(entry.fileName)) isos.push(entry);
  }
  const [iso] = isos;
  if (iso === undefined) throw new FormatError('zip', 0, `no .iso among its ${count} files`);
  if (isos.length > 1) {
    const names = isos.slice(0, 3).map(({ fileName }) => fileName);
    throw new FormatError('zip', 0, `several ISOs (${names.join(', ')}): unpack it and name one`);
  }
  return iso;
}

async function openEntry(
  zip: ZipFile,
  entry: Entry,
  { access, budget }: { readonly access: RandomAccess; readonly budget: WorkBudget },
): Promise<RandomAccess> {
  const { fileName, uncompressedSize, relativeOffsetOfLocalHeader: offset } = entry;
  if (entry.isEncrypted()) throw new FormatError('zip', offset, `${fileName} is encrypted`);
  if (entry.compressionMethod === stored) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return subAccess(access, fileDataStart, entry.compressedSize);
  }
  if (uncompressedSize > maxUnpackedBytes) {
    const size = `${Math.ceil(uncompressedSize / 2 ** 20)} MiB`;
    throw new FormatError('zip', offset, `${fileName} of ${size} is compressed: unpack it first`);
  }
  const bytes = await inflate(zip, entry, budget);
  if (crc32(bytes) !== entry.crc32) {
    throw new FormatError('zip', offset, `${fileName} does not match its checksum`);
  }
  return memoryAccess(bytes);
}

/** yauzl ends the stream with an error when it holds more or less than the directory says. */
async function inflate(zip: ZipFile, entry: Entry, budget: WorkBudget): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await budget.pay({ packed: entry.compressedSize });
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    await budget.pay({ unpacked: chunk.length });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
