import { FormatError } from '../../errors.ts';

/**
 * Unpacks one LZ4 block (lz4_Block_format.md) to `output` from `start` on; matches may reach back
 * to what `output` holds before. Returns where the output ends.
 *
 * @param at the block's offset in its file, for errors.
 */
export function decodeLz4Block(
  input: Uint8Array,
  output: Uint8Array,
  { start, at }: { readonly start: number; readonly at: number },
): number {
  let from = 0;
  let to = start;
  const damaged = (what: string) => new FormatError('lz4', at + from, what);

  const length = (nibble: number) => {
    let sum = nibble;
    if (nibble === 15) {
      let byte = 255;
      while (byte === 255) {
        if (from >= input.length) throw damaged('a block ends within a length');
        byte = input[from++] ?? 0;
        sum += byte;
      }
    }
    return sum;
  };

  while (from < input.length) {
    const token = input[from++] ?? 0;
    const literals = length(token >> 4);
    if (literals > input.length - from || literals > output.length - to) {
      throw damaged('literals reach past the end');
    }
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === input.length) return to;
    const distance = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
    from += 2;
    const count = length(token & 15) + 4;
    if (distance === 0 || distance > to) throw damaged('a match starts before the data');
    if (count > output.length - to) throw damaged('a match reaches past the end');
    copyMatch(output, { to, distance, count });
    to += count;
  }
  throw damaged('a block ends without literals');
}

/** A match may overlap what it makes, so it goes byte by byte where it does. */
function copyMatch(
  output: Uint8Array,
  { to, distance, count }: { to: number; distance: number; count: number },
): void {
  if (distance >= count) {
    output.copyWithin(to, to - distance, to - distance + count);
    return;
  }
  for (let end = to + count; to < end; to += 1) output[to] = output[to - distance] ?? 0;
}
