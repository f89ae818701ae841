import { FormatError } from '../../errors.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { decompress } from '../compression/decompress.ts';
import { memoryAccess, readChunks, subAccess } from '../random-access.ts';
import { findZbootHeader } from './zboot-header.ts';

const headerBytes = 64;
/** Four times what distros' kernels unpack to. */
export const mostKernelBytes = 256 << 20;

/**
 * The kernel that an EFI zboot image has packed inside, unpacked; undefined for what is no such
 * image. Source: drivers/firmware/efi/libstub/zboot-header.S of Linux: its offset and its size
 * follow the magic number. Throws FormatError 'zboot', and that of the compression.
 */
export async function readZbootPayload(
  file: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<RandomAccess | undefined> {
  const header = await file.read(0, headerBytes, options);
  if (header.length < headerBytes || findZbootHeader(header) === undefined) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const offset = view.getUint32(8, true);
  const size = view.getUint32(12, true);
  if (offset < headerBytes || size === 0 || offset + size > file.size) {
    throw new FormatError('zboot', 8, `a payload of ${size} bytes at ${offset}`);
  }
  const parts: Uint8Array[] = [];
  let unpacked = 0;
  for await (const part of decompress(readChunks(subAccess(file, offset, size), options))) {
    unpacked += part.length;
    if (unpacked > mostKernelBytes) {
      throw new FormatError('zboot', offset, `unpacks to over ${mostKernelBytes} bytes`);
    }
    parts.push(part.slice());
  }
  return memoryAccess(Buffer.concat(parts, unpacked));
}
