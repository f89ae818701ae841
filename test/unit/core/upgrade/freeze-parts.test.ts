import { expect, it } from 'vitest';
import { freezeParts, parseMarks } from '../../../../src/core/upgrade/freeze-parts.ts';

it('reads the marks of a boot, and when its kernel began', () => {
  expect(parseMarks('early 1764530000000 12.34\nrestore 1764530002000 14.34\n')).toEqual({
    early: 1_764_530_000_000,
    restore: 1_764_530_002_000,
    kernel: 1_764_529_987_660,
  });
});

it.each(['', 'early', 'early x 1.00', '__proto__ 1 1.00', `early ${'9'.repeat(40)} 1.00`])(
  'takes no mark from %j',
  (text) => {
    expect(parseMarks(text)).toEqual({});
  },
);

it('says where the time went, as far as it is known, and never a time below zero', () => {
  const marks = {
    locked: 1000,
    dumped: 3500,
    left: 4000,
    kernel: 3900,
    early: 9000,
    freed: 12_000,
  };
  expect(freezeParts(marks)).toEqual([
    { part: 'dump', from: 1000, ms: 2500 },
    { part: 'save', from: 3500, ms: 500 },
    { part: 'shutdown', from: 4000, ms: 0 },
    { part: 'kernel and initrd', from: 3900, ms: 5100 },
  ]);
});
