import { execaSync } from 'execa';
import { expect, test } from 'vitest';
import { unpackXz } from '../../../src/linux/unpack-xz.ts';

const xz = (bytes: Uint8Array) =>
  new Uint8Array(execaSync('xz', ['-c'], { input: bytes, encoding: 'buffer' }).stdout);
const some = Buffer.from('some bytes '.repeat(10_000));
const others = Buffer.from('others');
const limits = { mostBytes: 1 << 20 };

test('unpacks files in their order', async () => {
  const unpacked = await unpackXz([xz(some), xz(others)], limits);
  expect(unpacked.map((bytes) => Buffer.from(bytes))).toEqual([some, others]);
});

test('does without the program', async () => {
  const packed = xz(some);
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    const [unpacked] = await unpackXz([packed], limits);
    expect(Buffer.from(unpacked ?? [])).toEqual(some);
  } finally {
    process.env.PATH = path;
  }
});

test('refuses what becomes larger than it may', async () => {
  const bomb = xz(new Uint8Array((1 << 20) + 1));
  await expect(unpackXz([xz(others), bomb], limits)).rejects.toMatchObject({ name: 'FormatError' });
});

test('says what is wrong with a damaged file', async () => {
  const damaged = xz(some);
  const middle = damaged.length >> 1;
  damaged[middle] = (damaged[middle] ?? 0) ^ 0xff;
  await expect(unpackXz([damaged], limits)).rejects.toMatchObject({ name: 'FormatError' });
});
