import { describe, expect, it, test } from 'vitest';
import { arrivingAccess } from '../../../src/formats/arriving-access.ts';
import { memoryAccess } from '../../../src/formats/random-access.ts';
import type { RandomAccess } from '../../../src/ports/random-access.ts';

const bytes = Uint8Array.from({ length: 200 }, (_, index) => index);

function setUp(size = 100) {
  const image = arrivingAccess(memoryAccess(bytes), size);
  const settled: string[] = [];
  const read = (offset: number, length: number, signal?: AbortSignal) =>
    image.read(offset, length, signal === undefined ? {} : { signal }).then(
      (result) => {
        settled.push(`${offset}+${result.length}`);
        return result;
      },
      (error: unknown) => {
        settled.push(`${offset} failed`);
        throw error;
      },
    );
  const quiet = () => new Promise((resolve) => setImmediate(resolve));
  return { image, read, settled, quiet };
}

describe('an image that is still coming in', () => {
  it('gives what lies before the front, and holds back what does not', async () => {
    const { image, read, settled, quiet } = setUp();
    const late = read(10, 20);
    const early = read(0, 10);
    image.advance(10);
    await quiet();
    expect(settled).toEqual(['0+10']);
    image.advance(29);
    await quiet();
    expect(settled).toEqual(['0+10']);
    image.advance(30);
    expect(await late).toEqual(bytes.slice(10, 30));
    expect(await early).toEqual(bytes.slice(0, 10));
  });

  it('ends where the image does, though there is more behind it', async () => {
    const { image, read } = setUp();
    image.advance(100);
    expect(await read(90, 50)).toEqual(bytes.slice(90, 100));
    expect(await read(150, 50)).toHaveLength(0);
  });

  it('reads nothing any more once the writing begins anew', async () => {
    const { image, read } = setUp();
    image.advance(50);
    const waiting = read(40, 20);
    image.advance(0);
    await expect(waiting).rejects.toThrow('anew');
    image.advance(100);
    await expect(read(0, 10)).rejects.toThrow('anew');
  });

  it('waits no longer than its reader', async () => {
    const { read } = setUp();
    const controller = new AbortController();
    const waiting = read(0, 10, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(read(0, 10, controller.signal)).rejects.toThrow('enough');
  });
});

test('takes no short read for a whole one', async () => {
  const cut: RandomAccess = { size: 100, read: async () => new Uint8Array(3) };
  const image = arrivingAccess(cut, 100);
  image.advance(100);
  await expect(image.read(10, 4)).rejects.toThrow('only 3 bytes at 10');
});

test('gives nothing that was read while the writing began anew', async () => {
  const begun = Promise.withResolvers<Uint8Array>();
  const image = arrivingAccess({ size: 100, read: () => begun.promise }, 100);
  image.advance(100);
  const reading = image.read(10, 4);
  await new Promise((resolve) => setImmediate(resolve));
  image.advance(0);
  begun.resolve(new Uint8Array(4));
  await expect(reading).rejects.toThrow('anew');
});
