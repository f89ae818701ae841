import type { RandomAccess } from '../../ports/random-access.ts';

/** Whether the image begins as a zip file does: with a local file header (APPNOTE.TXT 4.3.7). */
export async function isZip(
  access: RandomAccess,
  options: { readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  const start = await access.read(0, 4, options);
  return (
    start.length === 4 && new DataView(start.buffer, start.byteOffset).getUint32(0) === 0x504b0304
  );
}
