import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { decompress } from '../../../../src/formats/compression/decompress.ts';

/** Machine code: node's own lies there. */
const code = readFileSync(process.execPath).subarray(30_000_000, 30_900_001);

describe('xz with the x86 filter', () => {
  it('unpacks machine code, whatever its first address', async () => {
    for (const filter of ['--x86', '--x86=start=65536']) {
      const packed = pack(code, filter, '--lzma2=preset=1');
      expect(packed.length).toBeLessThan(pack(code, '--lzma2=preset=1').length);
      expect((await unpack(packed)).equals(code)).toBe(true);
    }
  });

  it('follows the packer where opcodes lie in the operands of others', async () => {
    const starts = fc.constantFrom(0, 0xff0000, 0xfffff0, 0xffffeff0);
    await fc.assert(
      fc.asyncProperty(fc.integer(), starts, async (seed, start) => {
        const data = crowd(seed, 100_000);
        const packed = pack(data, `--x86=start=${start}`, '--lzma2=preset=0');
        expect((await unpack(packed)).equals(data)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves what is too short for a branch as it is', async () => {
    for (const text of ['', 'e8', 'e8000000', 'e8ffffff00', '90e8ffffff']) {
      const data = Buffer.from(text, 'hex');
      expect((await unpack(pack(data, '--x86', '--lzma2=preset=0'))).equals(data)).toBe(true);
    }
  });

  it.each([['--delta=dist=4'], ['--arm64'], ['--x86', '--delta']])(
    'names filters that it does not read: %s',
    async (...filters) => {
      const packed = pack(code.subarray(0, 5000), ...filters, '--lzma2=preset=0');
      await expect(unpack(packed)).rejects.toThrow(/filters other than x86/);
    },
  );
});

describe("xz's checks", () => {
  it.each(['none', 'crc32', 'crc64', 'sha256'])('are passed by sound data: %s', async (check) => {
    const packed = pack(code, `--check=${check}`, '-0');
    expect((await unpack(packed)).equals(code)).toBe(true);
  });

  it.each(['crc32', 'crc64', 'sha256'])('refuse data of another sum: %s', async (check) => {
    // Stored as it is, so that the data itself can be changed.
    const noise = Buffer.from(
      Array.from({ length: 4000 }, (_, index) => (index * index * 7919) >> 5),
    );
    const packed = pack(noise, `--check=${check}`, '--block-size=100000', '--lzma2=preset=0');
    const at = packed.indexOf(noise.subarray(1000, 1016));
    expect(at).toBeGreaterThan(0);
    packed[at] = (packed[at] ?? 0) ^ 1;
    await expect(unpack(packed)).rejects.toThrow(FormatError);
    await expect(unpack(packed)).rejects.toThrow(/does not match its checksum/);
  });
});

/** Many opcodes, and many bytes that look like the highest ones of near addresses. */
function crowd(seed: number, length: number): Buffer {
  const common = [0xe8, 0xe9, 0x00, 0xff, 0x01, 0xfe, 0x90];
  let state = seed;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
      return common[(state >>> 16) % 8] ?? state >>> 24;
    }),
  );
}

function pack(data: Uint8Array, ...options: readonly string[]): Buffer {
  return execFileSync('xz', ['-c', ...options], { input: data, maxBuffer: 1 << 26 });
}

async function unpack(packed: Uint8Array): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of decompress(once(packed))) parts.push(part);
  return Buffer.concat(parts);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
