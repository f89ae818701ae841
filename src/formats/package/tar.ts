import { Parser } from 'tar/parse';
import { FormatError } from '../../errors.ts';
import { sniffBytes, sniffCompression } from '../compression/sniff.ts';
import { type FileTaker, mostPackageFiles, relativePath } from './package-files.ts';

/** Long names and the like: more than a path needs. */
const mostMetaBytes = 64 << 10;

/**
 * Hands the files of a tar archive that are wanted to `taker`, in their order. Source of the format:
 * POSIX.1-2017, pax, "ustar Interchange Format". Throws FormatError 'tar', and what `source` throws.
 */
export async function readTarFiles(
  source: AsyncIterable<Uint8Array>,
  taker: FileTaker,
): Promise<void> {
  let failure: unknown;
  let entries = 0;
  const parser = new Parser({
    strict: true,
    maxMetaEntrySize: mostMetaBytes,
    onReadEntry(entry) {
      entries += 1;
      if (entries > mostPackageFiles) failure ??= new Error('holds too many files');
      const path = relativePath(entry.path);
      const isFile = /^(?:Old|Contiguous)?File$/.test(entry.type);
      if (!isFile || failure !== undefined || !taker.wants(path, entry.size)) {
        entry.resume();
        return;
      }
      const parts: Uint8Array[] = [];
      entry.on('data', (part) => parts.push(part));
      entry.on('end', () => taker.take(path, Buffer.concat(parts)));
    },
  });
  parser.on('error', (error) => {
    failure ??= error;
  });
  let offset = 0;
  for await (const bytes of source) {
    // The parser would unpack what is packed once more, and by its own limits.
    if (offset === 0 && sniffCompression(bytes.subarray(0, sniffBytes)) !== undefined) {
      throw new FormatError('tar', 0, 'is compressed twice');
    }
    offset += bytes.length;
    parser.write(Buffer.from(bytes));
    if (failure !== undefined) throw damaged(offset, failure);
  }
  parser.end();
  if (failure !== undefined) throw damaged(offset, failure);
}

function damaged(offset: number, cause: unknown): FormatError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FormatError('tar', offset, why, { cause });
}
