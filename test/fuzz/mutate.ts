/** A source of numbers in [0, limit), the same for the same seed (mulberry32). */
type Random = (limit: number) => number;

function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const telling = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** One of the seeds with one to eight changes; `index` alone decides which. */
export function mutate(seeds: readonly Uint8Array[], index: number): Uint8Array {
  const random = seededRandom(Math.imul(index + 1, 0x9e3779b1));
  const seed = seeds[random(seeds.length)] ?? new Uint8Array(0);
  // Not slice(): a Buffer's would change the seed itself.
  let bytes = new Uint8Array(seed);
  for (let rounds = 1 + random(8); rounds > 0; rounds -= 1) {
    bytes = change(bytes, { seeds, random });
  }
  return bytes;
}

function change(
  bytes: Uint8Array<ArrayBuffer>,
  from: { seeds: readonly Uint8Array[]; random: Random },
): Uint8Array<ArrayBuffer> {
  const { random, seeds } = from;
  if (bytes.length === 0) return Uint8Array.of(random(256));
  const at = interestingOffset(bytes, random);
  switch (random(10)) {
    case 0:
    case 1:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return bytes;
    case 2:
      bytes[at] = random(256);
      return bytes;
    case 3:
    case 4:
      return setNumber(bytes, at, random);
    case 5:
      return bytes.slice(0, random(bytes.length + 1));
    case 6: {
      const length = 1 + random(Math.min(64, bytes.length));
      bytes.copyWithin(random(bytes.length), at, at + length);
      return bytes;
    }
    case 7: {
      const other = seeds[random(seeds.length)] ?? bytes;
      const start = random(other.length);
      return insert(bytes, at, other.subarray(start, start + 1 + random(256)));
    }
    case 8:
      return insert(bytes, at, bytes.slice(at, at + 1 + random(64)));
    default: {
      const end = Math.min(bytes.length, at + 1 + random(64));
      const shorter = new Uint8Array(bytes.length - (end - at));
      shorter.set(bytes.subarray(0, at));
      shorter.set(bytes.subarray(end), at);
      return shorter;
    }
  }
}

/** Binary formats are mostly padding: a few tries to hit something else. */
function interestingOffset(bytes: Uint8Array, random: Random): number {
  let at = random(bytes.length);
  for (let tries = 0; tries < 12 && bytes[at] === 0; tries += 1) at = random(bytes.length);
  return at;
}

function setNumber(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const value = telling[random(telling.length)] ?? 0;
  const width = 2 << random(2);
  const bigEndian = random(2) === 0;
  for (let index = 0; index < width && at + index < bytes.length; index += 1) {
    const shift = 8 * (bigEndian ? width - 1 - index : index);
    bytes[at + index] = (value >>> shift) & 0xff;
  }
  return bytes;
}

function insert(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  part: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(bytes.length + part.length);
  longer.set(bytes.subarray(0, at));
  longer.set(part, at);
  longer.set(bytes.subarray(at), at + part.length);
  return longer;
}
