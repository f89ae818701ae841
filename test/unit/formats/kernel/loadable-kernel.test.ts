import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openLoadableKernel } from '../../../../src/formats/kernel/loadable-kernel.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { zbootImage } from '../../../helpers/zboot-image.ts';

/** By its header an arm64 Image; it says nothing else. */
function image(): Uint8Array {
  const bytes = Buffer.alloc(20_000, 7);
  bytes.writeUInt32BE(0x41524d64, 56);
  return new Uint8Array(bytes);
}

async function opened(bytes: Uint8Array): Promise<Uint8Array> {
  const file = await openLoadableKernel(memoryAccess(bytes));
  return new Uint8Array(await file.read(0, file.size));
}

it('unpacks an EFI zboot image, packed by gzip or by zstd', async () => {
  expect(await opened(zbootImage(image()))).toEqual(image());
  expect(await opened(zbootImage(image(), { name: 'zstd22', pack: zstdCompressSync }))).toEqual(
    image(),
  );
});

it('unpacks a gzip’d Image', async () => {
  expect(await opened(gzipSync(image()))).toEqual(image());
});

it('leaves any other file as it is, gzip’d or not', async () => {
  const text = Buffer.from('no kernel '.repeat(100));
  for (const bytes of [image(), new Uint8Array(text), new Uint8Array(gzipSync(text))]) {
    expect(await opened(bytes)).toEqual(bytes);
  }
});

it('refuses a gzip’d Image that is cut off, by name', async () => {
  const packed = gzipSync(image());
  await expect(opened(packed.subarray(0, packed.length - 12))).rejects.toMatchObject({
    name: 'FormatError',
  });
});
