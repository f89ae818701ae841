import { createHash } from 'node:crypto';

/** Identifiers that are the same for the same content, and differ between contents. */
export interface StickIdentity {
  guid(name: string): string;
  /** 8 hexadecimal digits, for FAT. */
  volumeId(name: string): string;
}

/** `seed` stands for everything that goes onto the stick. */
export function stickIdentity(seed: string): StickIdentity {
  const digest = (name: string) =>
    createHash('sha256').update(`${seed}\0${name}`).digest().subarray(0, 16);
  return {
    guid(name) {
      const bytes = digest(name);
      // Version 8: whatever the maker likes (RFC 9562, section 5.8).
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
    volumeId: (name) => digest(name).toString('hex').slice(0, 8),
  };
}
