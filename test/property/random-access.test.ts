import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cachedAccess } from '../../src/formats/cached-access.ts';
import { concatAccess, memoryAccess, subAccess } from '../../src/formats/random-access.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const place = fc.record({ offset: fc.nat(700), length: fc.nat(700) });

test('parts, concatenations and caches give the bytes that the whole holds there', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(bytes, { maxLength: 4 }),
      place,
      fc.array(place, { maxLength: 8 }),
      async (parts, part, reads) => {
        const whole = Uint8Array.from(parts.flatMap((item) => [...item]));
        const image = concatAccess(parts.map(memoryAccess));
        expect(image.size).toBe(whole.length);
        const expected = whole.slice(part.offset, part.offset + part.length);
        const cut = subAccess(image, part.offset, part.length);
        const cached = cachedAccess(cut, { windowBytes: 32, maxWindows: 3 });
        expect(cut.size).toBe(expected.length);
        for (const { offset, length } of reads) {
          const want = expected.slice(offset, offset + length);
          expect(await cut.read(offset, length)).toEqual(want);
          expect(await cached.read(offset, length)).toEqual(want);
        }
      },
    ),
  );
});
