import { describe, expect, it } from 'vitest';
import type { MemoryMap, MemoryRange } from '../../../../src/core/machine/memory-map.ts';
import { planReservation } from '../../../../src/core/machine/plan-reservation.ts';
import { gibibyte, mebibyte } from '../../../helpers/facts.ts';

const needs = { remainingBytes: 448 * mebibyte };
/** Of the firmware's: the first MiB belongs to it. */
const ram = (startMb: number, endMb: number): MemoryRange => range(startMb, endMb, 'System RAM');

function range(startMb: number, endMb: number, label: string): MemoryRange {
  const type = label === 'System RAM' ? 'ram' : label.startsWith('ACPI') ? 'acpi' : 'other';
  return { start: startMb * mebibyte, end: endMb * mebibyte, type, label };
}

/** The kernel's map has the claims within the RAM that the firmware tells of. */
function map(pieces: readonly MemoryRange[], claims: readonly MemoryRange[] = []): MemoryMap {
  return { firmware: pieces, iomem: [...pieces, ...claims] };
}

/** Start and size in MiB, or the refusal. */
function plan(memoryMap: MemoryMap, wanted: number | 'largest', kernelMoves = false) {
  const bytes = wanted === 'largest' ? wanted : wanted * mebibyte;
  const result = planReservation(memoryMap, bytes, { ...needs, kernelMoves });
  if (result.kind !== 'reserved') return result;
  const { start, size } = result.reservation;
  return { start: start / mebibyte, size: size / mebibyte };
}

describe('planReservation', () => {
  // QEMU's q35 with 5 GiB: the hole for devices lies from 2 to 4 GiB.
  const withHole = map([ram(1, 2048), ram(4096, 7168)]);

  it('takes memory above the hole for devices first', () => {
    expect(plan(withHole, 1000)).toEqual({ start: 4096, size: 1000 });
    expect(plan(withHole, 'largest')).toEqual({ start: 4096, size: 3072 - 128 });
  });

  it('takes memory below it for what does not fit above', () => {
    const little = map([ram(1, 3072), ram(4096, 4608)]);
    expect(plan(little, 1000)).toEqual({ start: 128, size: 1000 });
  });

  it('never reaches over 4 GiB, where a range of RAM does', () => {
    const reserved = plan(map([ram(1, 6144)]), 3000);
    expect(reserved).toEqual({ start: 128, size: 3000 });
    expect(plan(map([ram(1, 6144)]), 1500)).toEqual({ start: 4096, size: 1500 });
  });

  it('leaves most of a terabyte alone: more than any image needs is of no use', () => {
    const terabyte = map([ram(1, 2048), ram(4096, 1024 * 1024)]);
    expect(plan(terabyte, 'largest')).toEqual({ start: 4096, size: 16 * 1024 });
  });

  it('refuses on a tiny machine, in numbers', () => {
    expect(plan(map([ram(1, 384)]), 'largest')).toMatchObject({
      kind: 'too-little-memory',
      largestBytes: 0,
    });
    const refusal = planReservation(map([ram(1, 1024)]), gibibyte, needs);
    expect(refusal).toEqual({
      kind: 'too-little-memory',
      neededBytes: gibibyte + gibibyte / 64 + 448 * mebibyte,
      ramBytes: 1023 * mebibyte,
      largestBytes: 566 * mebibyte,
    });
  });

  it('needs one range that is large enough, whatever they add up to', () => {
    const pieces = Array.from({ length: 20 }, (_, index) =>
      ram(1 + index * 150, 101 + index * 150),
    );
    const refusal = planReservation(map(pieces), 250 * mebibyte, needs);
    expect(refusal).toMatchObject({ kind: 'too-little-memory', largestBytes: 98 * mebibyte });
    expect(plan(map(pieces), 90)).toMatchObject({ size: 90 });
  });

  it('goes around what lies within RAM: kernel, crash area, tables, other reservations', () => {
    const islands = [
      range(300, 340, 'Kernel code'),
      range(700, 956, 'Crash kernel'),
      range(1200, 1201, 'ACPI Tables'),
      range(1600, 1700, 'Persistent Memory (legacy)'),
    ];
    const machine = map([ram(1, 2048)], islands);
    expect(plan(machine, 350)).toEqual({ start: 340, size: 350 });
    expect(plan(machine, 390)).toMatchObject({ start: 1202 });
    expect(plan(machine, 400)).toMatchObject({ kind: 'too-little-memory' });
  });

  it('need not spare the running kernel where another one is started for it', () => {
    const machine = map([ram(1, 1536)], [range(600, 640, 'Kernel code')]);
    expect(plan(machine, 1000)).toMatchObject({ kind: 'too-little-memory' });
    expect(plan(machine, 1000, true)).toEqual({ start: 128, size: 1000 });
    const crash = map([ram(1, 1536)], [range(600, 640, 'Crash kernel')]);
    expect(plan(crash, 1000, true)).toMatchObject({ kind: 'too-little-memory' });
  });

  it('keeps below the top of RAM, where kexec puts what it loads', () => {
    const reserved = plan(map([ram(1, 1536)]), 'largest');
    if (!('start' in reserved)) return expect.unreachable('it would fit');
    expect(reserved.start + reserved.size).toBeLessThanOrEqual(1536 - 128);
  });

  it('leaves room for the next kernel below it where kexec puts that at the lower end', () => {
    const machine = map([ram(1024, 4096)], [range(3840, 4096, 'Reserved')]);
    const result = planReservation(machine, 'largest', { ...needs, atTop: true });
    if (result.kind !== 'reserved') return expect.unreachable('it would fit');
    const { start, size } = result.reservation;
    expect(size / mebibyte).toBe(3840 - 1024 - 448);
    expect(start / mebibyte).toBe(1408);
  });

  it('believes the kernel’s map where the firmware’s is not to be had', () => {
    const { iomem } = map([ram(1, 2048), ram(4096, 7168)]);
    expect(plan({ firmware: [], iomem }, 1000)).toEqual({ start: 4096, size: 1000 });
  });
});
