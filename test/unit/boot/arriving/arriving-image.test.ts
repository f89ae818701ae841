import { expect, test } from 'vitest';
import { arrivingImage } from '../../../../src/boot/arriving/arriving-image.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import type { Machine } from '../../../../src/ports/machine.ts';
import type { RandomAccess } from '../../../../src/ports/random-access.ts';

const bytes = Uint8Array.from({ length: 100 }, (_, index) => index);
const { signal } = new AbortController();

function setUp() {
  const open = { count: 0 };
  const openMedium: Machine['openMedium'] = async (path) => {
    open.count += 1;
    const close = async () => {
      open.count -= 1;
    };
    return { ...memoryAccess(bytes), path, close };
  };
  const machine = { openMedium } as Machine;
  return {
    open,
    arriving: arrivingImage({ device: '/dev/pmem0', bytes: 100 }, { machine, signal }),
  };
}

const readLast = async (image: RandomAccess) => (await image.read(99, 1))[0];

test('gives what was done with the bytes when they are there', async () => {
  const { arriving, open } = setUp();
  const result = arriving.whileArriving(readLast);
  for (const front of [0, 50, 100]) arriving.onFront(front);
  expect(await result()).toBe(99);
  expect(open.count).toBe(0);
});

test('gives nothing of what was done before the download began anew', async () => {
  const { arriving } = setUp();
  const result = arriving.whileArriving(readLast);
  arriving.onFront(100);
  expect(await result()).toBe(99);
  arriving.onFront(0);
  expect(await result()).toBeUndefined();
  arriving.onFront(100);
  expect(await result()).toBeUndefined();
});

test('ends readers that wait for bytes which do not come, without a signal of their own', async () => {
  const { arriving, open } = setUp();
  const result = arriving.whileArriving(readLast);
  arriving.onFront(50);
  await new Promise((resolve) => setImmediate(resolve));
  expect(open.count).toBe(1);
  await arriving.stop();
  expect(await result()).toBeUndefined();
  expect(open.count).toBe(0);
});

test('ends where no byte ever came', async () => {
  const { arriving, open } = setUp();
  const result = arriving.whileArriving(readLast);
  await arriving.stop();
  expect(await result()).toBeUndefined();
  expect(open.count).toBe(0);
});
