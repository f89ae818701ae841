import { describe, expect, it } from 'vitest';
import { arrivingImage } from '../../../../src/boot/arriving/arriving-image.ts';
import { inspectArriving } from '../../../../src/boot/arriving/inspect-arriving.ts';
import type { InspectImage } from '../../../../src/boot/run/boot-context.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import type { Machine } from '../../../../src/ports/machine.ts';
import type { RandomAccess } from '../../../../src/ports/random-access.ts';
import { imageFacts } from '../../../helpers/facts.ts';

const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
const device = '/dev/pmem0';

function setUp(inspect: InspectImage = readLast) {
  let opened = 0;
  const inspected: RandomAccess[] = [];
  const openMedium: Machine['openMedium'] = async (path) => {
    opened += 1;
    return {
      ...memoryAccess(bytes),
      path,
      close: async () => {
        opened -= 1;
      },
    };
  };
  const { signal } = new AbortController();
  const machine = { openMedium } as Machine;
  const arriving = arrivingImage({ device, bytes: bytes.length }, { machine, signal });
  const inspection = inspectArriving(arriving, 'second', {
    inspect: (image, options) => {
      if (options.deep === true) inspected.push(image);
      return inspect(image, options);
    },
    signal,
  });
  return { arriving, inspection, inspected, verified: memoryAccess(bytes), opened: () => opened };
}

/** Facts whose volume ID tells what was read, and for which entry. */
const readLast: InspectImage = async (image, { deep, entry, ...options }) => {
  const [last] = await image.read(image.size - 1, 1, options);
  return imageFacts({
    image: { size: image.size, volumeId: `${entry} ${deep} ${last}`, kind: 'iso9660' },
  });
};

describe('an inspection while the image comes in', () => {
  it('finds the same as one of the whole image, and reads it once', async () => {
    const { arriving, inspection, inspected, verified, opened } = setUp();
    for (const front of [0, 50, 100]) arriving.onFront(front);
    expect((await inspection.facts(verified)).image.volumeId).toBe('second true 99');
    expect(inspected).toHaveLength(1);
    expect(inspected).not.toContain(verified);
    expect(opened()).toBe(0);
  });

  it('looks at it as a peek does, too', async () => {
    const { arriving, inspection, verified } = setUp();
    arriving.onFront(100);
    const { image } = await inspection.peeked(verified);
    expect(image.volumeId).toBe('undefined undefined 99');
  });

  it('is over before the rest of the image is there that it does not need', async () => {
    const readFirst: InspectImage = async (image) => {
      await image.read(0, 10);
      return imageFacts({});
    };
    const { arriving, inspection, verified } = setUp(readFirst);
    arriving.onFront(0);
    arriving.onFront(10);
    await inspection.facts(verified);
  });

  it.each([
    ['the download began anew', (onFront: (front: number) => void) => [0, 60, 0].forEach(onFront)],
    ['nothing told of the front', () => {}],
  ])('reads the verified image where %s', async (_, tell) => {
    const { arriving, inspection, inspected, verified } = setUp();
    // Begun, so that it waits for the last byte.
    arriving.onFront(0);
    await new Promise((resolve) => setImmediate(resolve));
    tell(arriving.onFront);
    const stopped = arriving.stop();
    expect((await inspection.facts(verified)).image.volumeId).toBe('second true 99');
    expect(inspected.at(-1)).toBe(verified);
    await stopped;
  });

  it('fails as that of the verified image does', async () => {
    const { arriving, inspection, inspected, verified } = setUp(async () => {
      throw new Error('no ISO');
    });
    arriving.onFront(100);
    await expect(inspection.facts(verified)).rejects.toThrow('no ISO');
    expect(inspected).toHaveLength(2);
  });

  it.each([false, true])('leaves nothing open when stopped (begun: %s)', async (begun) => {
    const { arriving, opened } = setUp();
    if (begun) arriving.onFront(50);
    await new Promise((resolve) => setImmediate(resolve));
    await arriving.stop();
    expect(opened()).toBe(0);
  });
});
