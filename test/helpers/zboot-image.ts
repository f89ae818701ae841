import { gzipSync } from 'node:zlib';

const payloadOffset = 64;
const byGzip = { name: 'gzip', pack: (bytes: Uint8Array): Uint8Array => gzipSync(bytes) };

/** The least that is an EFI zboot image by its header, of a kernel that was packed. */
export function zbootImage(kernel: Uint8Array, { name, pack } = byGzip): Uint8Array {
  const payload = pack(kernel);
  const header = Buffer.alloc(payloadOffset);
  header.write('MZ');
  header.write('zimg', 4);
  header.writeUInt32LE(payloadOffset, 8);
  header.writeUInt32LE(payload.length, 12);
  header.write(name, 24);
  return Buffer.concat([header, payload]);
}
