import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { createCrc64 } from './crc64.ts';

/** The check of a block's unpacked data. */
interface XzCheck {
  /** Of the check itself, in bytes. */
  readonly length: number;
  update(bytes: Uint8Array): void;
  matches(stored: Uint8Array): boolean;
}

/** Bytes of a check by its type; xz-file-format.txt, section 2.1.1.2. */
const lengths = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** Types that the specification only reserves are passed over, as it asks for. */
export function createXzCheck(type: number): XzCheck {
  const length = lengths[type] ?? 0;
  switch (type) {
    case 1:
      return crc32Check(length);
    case 4:
      return { length, ...createCrc64() };
    case 10:
      return sha256Check(length);
    default:
      return { length, update: () => {}, matches: () => true };
  }
}

function crc32Check(length: number): XzCheck {
  let sum = 0;
  return {
    length,
    update(bytes) {
      sum = crc32(bytes, sum);
    },
    matches: (stored) => Buffer.from(stored).readUInt32LE() === sum,
  };
}

function sha256Check(length: number): XzCheck {
  const hash = createHash('sha256');
  return {
    length,
    update(bytes) {
      hash.update(bytes);
    },
    matches: (stored) => hash.digest().equals(stored),
  };
}
