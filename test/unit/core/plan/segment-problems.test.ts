import { describe, expect, test } from 'vitest';
import { type SegmentPlan, segmentProblems } from '../../../../src/core/plan/segment-problems.ts';
import { gibibyte, hostFacts, mebibyte } from '../../../helpers/facts.ts';

const blob = { path: 'blob', address: 16 * mebibyte, bytes: 5000 };
const other = { path: 'other', address: 16 * mebibyte + 8192, bytes: 1 };
const good: SegmentPlan = { segments: [blob, other], entry: blob.address };

function codes(plan: SegmentPlan, overrides: Parameters<typeof hostFacts>[0] = {}) {
  return segmentProblems(plan, hostFacts(overrides)).map(({ code, text }) => [code, text]);
}

describe('raw segments', () => {
  test('that lie in RAM, in whole pages and apart, may be loaded', () => {
    expect(codes(good)).toEqual([]);
  });

  test.each([
    ['off a page', { segments: [{ ...blob, address: blob.address + 8 }] }, /not a multiple/],
    ['below usable RAM', { segments: [{ ...blob, address: 0 }], entry: 0 }, /no usable RAM/],
    [
      'across the end of RAM',
      { segments: [{ ...blob, address: 4 * gibibyte - 4096 }] },
      /no usable/,
    ],
    [
      'one on another',
      { segments: [blob, { ...other, address: blob.address + 4096 }] },
      /behind the/,
    ],
    ['an empty file', { segments: [{ ...blob, bytes: 0 }] }, /is empty/],
    ['an entry outside', { segments: [blob], entry: blob.address + 5000 }, /in none/],
    ['none at all', { segments: [] }, /0 segments/],
    ['too many', { segments: Array.from({ length: 17 }, () => blob) }, /17 segments/],
  ])('are refused: %s', (_, change, text) => {
    expect(codes({ ...good, ...change })).toContainEqual([
      'segments-invalid',
      expect.stringMatching(text),
    ]);
  });

  test('are refused under lockdown, with the reason', () => {
    const { kexec } = hostFacts();
    expect(codes(good, { kexec: { ...kexec, lockdown: 'integrity' } })).toEqual([
      ['kernel-unsigned', expect.stringContaining('lockdown')],
    ]);
  });

  test('are refused on another architecture, and where kexec is off', () => {
    const { kexec } = hostFacts();
    expect(codes(good, { arch: 'aarch64' })).toEqual([
      ['wrong-architecture', expect.stringContaining('aarch64')],
    ]);
    expect(codes(good, { kexec: { ...kexec, loadDisabled: true } })[0]?.[0]).toBe('kexec-disabled');
  });

  test('are refused where memory addresses are hidden from this user', () => {
    const iomem = [{ start: 0, end: 1, type: 'ram', label: 'System RAM' } as const];
    expect(codes(good, { memoryMap: { firmware: [], iomem } })[0]?.[0]).toBe('segments-invalid');
  });

  test('need their size in memory twice', () => {
    expect(codes(good, { availableBytes: 20_000 })).toEqual([
      ['memory-too-small', expect.stringContaining('twice')],
    ]);
  });
});
