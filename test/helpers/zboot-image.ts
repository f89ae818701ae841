import { gzipSync } from 'node:zlib';

const payloadOffset = 64;

/** The least that is an EFI zboot image by its header, of a kernel that gzip packed. */
export function zbootImage(kernel: Uint8Array): Uint8Array {
  const payload = gzipSync(kernel);
  const header = Buffer.alloc(payloadOffset);
  header.write('MZ');
  header.write('zimg', 4);
  header.writeUInt32LE(payloadOffset, 8);
  header.writeUInt32LE(payload.length, 12);
  header.write('gzip', 24);
  return Buffer.concat([header, payload]);
}
