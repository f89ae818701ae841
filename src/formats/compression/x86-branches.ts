/** How far the address of a branch reaches behind its opcode. */
const operandBytes = 4;
/** A run of candidates goes on while they lie this near. */
const nearBytes = 3;
/** Rounds until an address settles: a bound, for more than one are rare. */
const maxRounds = 8;

/**
 * Undoes the x86 filter of .xz (xz-file-format.txt, section 5.3.2): the packer made the relative
 * addresses behind CALL and JMP (E8, E9) absolute, for equal ones to look equal. `origin` is the
 * address of the first byte.
 */
export async function* decodeX86Branches(
  source: AsyncIterable<Uint8Array>,
  origin: number,
): AsyncGenerator<Uint8Array> {
  const run = new BranchRun();
  let rest: Uint8Array = new Uint8Array(0);
  let address = origin;
  for await (const piece of source) {
    const bytes = Buffer.concat([rest, piece]);
    const done = run.convert(bytes, address);
    address = (address + done) >>> 0;
    rest = bytes.subarray(done);
    yield bytes.subarray(0, done);
  }
  // Too short for a branch.
  yield rest;
}

/**
 * What was seen shortly before a place: an opcode that was left as it is may be the operand of a
 * true branch, or have one in its own operand, and the packer decided by these same rules.
 */
class BranchRun {
  /** Distances back to opcodes left alone: bit n for n bytes, as far as `nearBytes`. */
  #opcodes = 0;
  /** Those of them whose address was a likely one. */
  #likely = 0;

  /** In place; gives how many bytes are finished. What is left is shorter than a branch. */
  convert(bytes: Uint8Array, address: number): number {
    const end = bytes.length - operandBytes;
    let at = 0;
    for (;;) {
      const from = at;
      while (at < end && ((bytes[at] ?? 0) & 0xfe) !== 0xe8) at += 1;
      this.#pass(at - from);
      if (at >= end) return at;
      const likely = isNear(bytes[at + operandBytes] ?? 0);
      const single = (this.#opcodes & (this.#opcodes - 1)) === 0;
      if (likely && single && this.#likely === 0) {
        this.#rewrite(bytes, at + 1, address + at + 1 + operandBytes);
        this.#opcodes = 0;
        at += 1 + operandBytes;
      } else {
        this.#opcodes |= 1;
        if (likely) this.#likely |= 1;
        this.#pass(1);
        at += 1;
      }
    }
  }

  #pass(distance: number): void {
    const kept = (2 << nearBytes) - 1;
    const shift = Math.min(distance, nearBytes + 1);
    this.#opcodes = (this.#opcodes << shift) & kept;
    this.#likely = (this.#likely << shift) & kept;
  }

  #rewrite(bytes: Uint8Array, at: number, next: number): void {
    const operand = new DataView(bytes.buffer, bytes.byteOffset + at, operandBytes);
    // An opcode n bytes before has its own highest byte in this operand; it must stay unlikely.
    const distance = 31 - Math.clz32(this.#opcodes);
    const shift = 24 - 8 * distance;
    let value = (operand.getUint32(0, true) - next) >>> 0;
    if (this.#opcodes !== 0) {
      for (let round = 0; round < maxRounds && isNear((value >>> shift) & 0xff); round += 1) {
        const mask = 2 ** (shift + 8) - 1;
        value = ((value ^ mask) - next) >>> 0;
      }
    }
    // 25 bits of address, the highest one repeated.
    operand.setUint32(0, (value & 0x1000000) === 0 ? value & 0xffffff : value | 0xff000000, true);
  }
}

/** Whether it is the highest byte of an address within 16 MiB, in either direction. */
function isNear(byte: number): boolean {
  return byte === 0 || byte === 0xff;
}
