import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { decompress } from '../compression/decompress.ts';
import { memoryAccess, readChunks } from '../random-access.ts';
import { findArm64Header } from './arm64-header.ts';
import { inflateStart, isGzip } from './gzip-start.ts';
import { mostKernelBytes, readZbootPayload } from './zboot-payload.ts';

const startBytes = 16384;

/**
 * A kernel as kexec takes it: what an EFI zboot image or a gzip'd arm64 Image has packed inside,
 * unpacked in memory; any other file as it is. Throws FormatError 'zboot' or 'kernel', and that of
 * the compression.
 */
export async function openLoadableKernel(
  file: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RandomAccess> {
  const payload = await readZbootPayload(file, options);
  if (payload !== undefined) return payload;
  const start = await file.read(0, startBytes, options);
  if (!isGzip(start) || findArm64Header(await inflateStart(start)) === undefined) return file;
  const parts: Uint8Array[] = [];
  let unpacked = 0;
  for await (const part of decompress(readChunks(file, options))) {
    unpacked += part.length;
    if (unpacked > mostKernelBytes) {
      throw new FormatError('kernel', 0, `unpacks to over ${mostKernelBytes} bytes`);
    }
    parts.push(part.slice());
  }
  return memoryAccess(Buffer.concat(parts, unpacked));
}
