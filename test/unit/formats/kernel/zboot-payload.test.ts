import { expect, test } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { readKernelImage } from '../../../../src/formats/kernel/kernel-image.ts';
import { readZbootPayload } from '../../../../src/formats/kernel/zboot-payload.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { tinyArm64Image } from '../../../helpers/tiny-arm64-image.ts';
import { zbootImage } from '../../../helpers/zboot-image.ts';

test('the kernel within an EFI zboot image comes out as it was packed', async () => {
  const image = await readZbootPayload(memoryAccess(zbootImage(tinyArm64Image())));
  if (image === undefined) throw new Error('not recognised');
  expect(await image.read(0, image.size)).toEqual(tinyArm64Image());
  expect((await readKernelImage(image)).kind).toBe('arm64-image');
});

test('another kernel is no zboot image', async () => {
  expect(await readZbootPayload(memoryAccess(tinyArm64Image()))).toBeUndefined();
  expect(await readZbootPayload(memoryAccess(new Uint8Array()))).toBeUndefined();
});

test('a payload that reaches past the file is refused', async () => {
  const bytes = Buffer.from(zbootImage(tinyArm64Image()));
  bytes.writeUInt32LE(bytes.length, 12);
  await expect(readZbootPayload(memoryAccess(bytes))).rejects.toThrow(FormatError);
});
