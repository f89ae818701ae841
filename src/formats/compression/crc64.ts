/** The polynomial of ECMA-182, reflected, as two halves: numbers hold 32 bits exactly. */
const polynomial = { low: 0xd7870f42, high: 0xc96c5795 };

const table = makeTable();

interface Crc64 {
  update(bytes: Uint8Array): void;
  /** Against eight bytes, the lowest first. */
  matches(stored: Uint8Array): boolean;
}

/** CRC64 as .xz has it by default (xz-file-format.txt, section 6). */
export function createCrc64(): Crc64 {
  const { low: lows, high: highs } = table;
  let low = 0xffffffff | 0;
  let high = 0xffffffff | 0;
  return {
    update(bytes) {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
        high = (high >>> 8) ^ (highs[index] ?? 0);
      }
    },
    matches(stored) {
      const view = new DataView(stored.buffer, stored.byteOffset, 8);
      return view.getInt32(0, true) === ~low && view.getInt32(4, true) === ~high;
    },
  };
}

/** What eight steps of division make of each byte. */
function makeTable(): { readonly low: Int32Array; readonly high: Int32Array } {
  const lows = new Int32Array(256);
  const highs = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let low = byte;
    let high = 0;
    for (let step = 0; step < 8; step += 1) {
      const odd = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (odd === 1) {
        low ^= polynomial.low;
        high ^= polynomial.high;
      }
    }
    lows[byte] = low;
    highs[byte] = high;
  }
  return { low: lows, high: highs };
}
