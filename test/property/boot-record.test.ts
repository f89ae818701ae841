import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootRecordBytes } from '../../src/core/machine/memory-map.ts';
import { FormatError } from '../../src/errors.ts';
import { readBootRecord, writeBootRecord } from '../../src/formats/boot-record.ts';

describe('a boot record', () => {
  it('gives back its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
        const record = writeBootRecord(text);
        expect(record.length).toBe(bootRecordBytes);
        expect(readBootRecord(record)).toBe(text);
      }),
    );
  });

  it('is told apart from memory that never held one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
        expect(readBootRecord(bytes)).toBeUndefined();
      }),
    );
  });

  it('does not survive a changed byte unnoticed', () => {
    const record = writeBootRecord('{"at":"2026-11-21T00:00:00Z"}');
    fc.assert(
      fc.property(fc.nat({ max: 72 }), fc.integer({ min: 1, max: 255 }), (offset, change) => {
        const changed = Uint8Array.from(record);
        changed[offset] = (changed[offset] ?? 0) ^ change;
        let read: string | undefined;
        try {
          read = readBootRecord(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
        expect(read).toBeUndefined();
      }),
    );
  });
});
