import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { createByteReader } from '../../../../src/formats/byte-reader.ts';
import { decompress, decompressStream } from '../../../../src/formats/compression/decompress.ts';
import { sniffCompression } from '../../../../src/formats/compression/sniff.ts';

/** Real tools, each in the forms that initrds and kernel modules come in. */
const packers = [
  { name: 'gzip', compression: 'gzip', command: ['gzip', '-c'] },
  { name: 'zstd', compression: 'zstd', command: ['zstd', '-qc', '-3'] },
  { name: 'zstd without checksum', compression: 'zstd', command: ['zstd', '-qc', '--no-check'] },
  { name: 'xz', compression: 'xz', command: ['xz', '-c', '-2'] },
  {
    name: 'xz as the kernel takes it',
    compression: 'xz',
    command: ['xz', '-c', '--check=crc32', '--lzma2=dict=1MiB'],
  },
  {
    name: 'xz of several blocks',
    compression: 'xz',
    command: ['xz', '-c', '-0', '--block-size=300KiB'],
  },
  { name: 'lzma', compression: 'lzma', command: ['xz', '-c', '--format=lzma', '-2'] },
  { name: 'lz4', compression: 'lz4', command: ['lz4', '-qc'] },
  { name: 'lz4 of linked blocks', compression: 'lz4', command: ['lz4', '-qc', '-BD', '-B4'] },
  { name: 'the legacy lz4', compression: 'lz4-legacy', command: ['lz4', '-qcl'] },
  { name: 'bzip2', compression: 'bzip2', command: ['bzip2', '-c', '-3'] },
] as const;

/** Text, zeros, code and noise: literals, long matches and incompressible blocks. */
const sample = Buffer.concat([
  Buffer.from('the quick brown fox jumps over the lazy dog\n'.repeat(500)),
  Buffer.alloc(300_000),
  readFileSync(process.execPath).subarray(4_000_000, 5_200_000),
  noise(100_000),
  Buffer.alloc(70_000, 'aaaab'),
]);

describe('decompress', () => {
  it.each(packers)('unpacks what $name packs', async ({ command, compression }) => {
    const packed = pack(command, sample);
    expect(sniffCompression(packed)).toBe(compression);
    expect(digest(await collect(decompress(pieces(packed, 7001))))).toBe(digest(sample));
  });

  it.each(packers)('unpacks an empty file and a byte of $name', async ({ command }) => {
    expect(await collect(decompress(pieces(pack(command, Buffer.alloc(0)), 3)))).toHaveLength(0);
    expect(await collect(decompress(pieces(pack(command, Buffer.from('x')), 1)))).toEqual(
      Buffer.from('x'),
    );
  });

  it.each(packers)('goes on with a second stream of $name behind zeros', async ({ command }) => {
    const packed = pack(command, sample.subarray(0, 50_000));
    const twice = Buffer.concat([packed, Buffer.alloc(8), packed]);
    expect((await collect(decompress(pieces(twice, 4096)))).length).toBe(100_000);
  });

  it.each(packers)('stops right behind the stream of $name', async ({ command, compression }) => {
    const packed = pack(command, sample.subarray(0, 50_000));
    const reader = createByteReader(
      pieces(Buffer.concat([packed, Buffer.from('070701…')]), 5000),
      'test',
    );
    const unpacked = await collect(decompressStream(reader, compression));
    expect(unpacked.length).toBe(50_000);
    expect(reader.offset).toBe(packed.length);
  });

  it.each(packers)(
    'refuses a truncated stream of $name with a FormatError',
    async ({ command, name }) => {
      const packed = pack(command, sample.subarray(0, 60_000));
      for (const length of [5, 12, 20, packed.length >> 1, packed.length - 5]) {
        const result = collect(decompress(pieces(packed.subarray(0, length), 1000)));
        await expect(result, `${name} cut at ${length}`).rejects.toBeInstanceOf(FormatError);
      }
    },
  );

  it('refuses a bomb before it fills the memory', async () => {
    const zeros = Buffer.alloc(1 << 26);
    const bomb = pack(['zstd', '-qc', '-19'], Buffer.concat([zeros, zeros, zeros]));
    await expect(collect(decompress(pieces(bomb, 1 << 16)))).rejects.toThrow(/plausible/);
  });

  it('names the compression that it does not read', async () => {
    const lzop = Buffer.concat([Buffer.from('894c5a4f000d0a1a0a', 'hex'), Buffer.alloc(20)]);
    await expect(collect(decompress(pieces(lzop, 100)))).rejects.toThrow(/LZO/);
  });

  it('passes skippable frames of zstd', async () => {
    const skippable = Buffer.from('502a4d1803000000616263', 'hex');
    const packed = Buffer.concat([skippable, pack(['zstd', '-qc'], Buffer.from('data'))]);
    expect((await collect(decompress(pieces(packed, 2)))).toString()).toBe('data');
  });
});

function pack(command: readonly string[], data: Uint8Array): Buffer {
  const [tool = '', ...args] = command;
  return execFileSync(tool, args, { input: data, maxBuffer: 1 << 28 });
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 16;
    }),
  );
}
