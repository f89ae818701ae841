import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { createByteReader } from '../../src/formats/byte-reader.ts';
import { countReads, memoryAccess, readChunks } from '../../src/formats/random-access.ts';
import { sequentialSource } from '../../src/formats/sequential-source.ts';

const content = Uint8Array.from({ length: 700_001 }, (_, index) => (index * 31) % 251);

const sources = {
  'an image': () => sequentialSource(memoryAccess(content)),
  'pieces as they come': () => readChunks(memoryAccess(content), { chunkBytes: 50_000 }),
};

const steps = fc.array(
  fc.tuple(fc.constantFrom('take', 'skip', 'peek', 'pieces'), fc.nat({ max: 300_000 })),
  { maxLength: 12 },
);

describe.each(Object.entries(sources))('a byte reader over %s', (_, open) => {
  test('gives what stands there, whatever was skipped before', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (wanted) => {
        const reader = createByteReader(open(), 'test');
        let at = 0;
        for (const [step, length] of wanted) {
          expect(reader.offset).toBe(at);
          const there = content.subarray(at, at + length);
          if (step === 'peek') {
            expect(Buffer.compare(await reader.peek(length), there)).toBe(0);
            continue;
          }
          const done = carryOut(reader, step, length);
          if (at + length > content.length) {
            await expect(done).rejects.toThrow(FormatError);
            return;
          }
          const given = await done;
          if (given !== undefined) expect(Buffer.compare(given, there)).toBe(0);
          at += length;
        }
      }),
      { numRuns: 200 },
    );
  });
});

async function carryOut(
  reader: ReturnType<typeof createByteReader>,
  step: string,
  length: number,
): Promise<Uint8Array | undefined> {
  if (step === 'skip') {
    await reader.skip(length, 'a test');
    return undefined;
  }
  if (step === 'take') return reader.take(length, 'a test');
  const parts: Uint8Array[] = [];
  for await (const piece of reader.pieces(length, 'a test')) parts.push(piece);
  return Buffer.concat(parts);
}

test('what is skipped of an image is hardly read', async () => {
  const counted = countReads(memoryAccess(new Uint8Array(64 << 20)));
  const reader = createByteReader(sequentialSource(counted), 'test');
  for (let skipped = 0; skipped < 8; skipped += 1) {
    await reader.take(100, 'a test');
    await reader.skip((8 << 20) - 100, 'a test');
  }
  expect(await reader.peek(1)).toHaveLength(0);
  expect(counted.bytesRead).toBeLessThan(4 << 20);
});
