import { describe, expect, it } from 'vitest';
import { dryRun, dryRunMachine } from '../../../src/linux/dry-run.ts';
import { realMachine } from '../../../src/linux/real-machine.ts';
import type { Machine } from '../../../src/ports/machine.ts';
import type { KeepImage } from '../../../src/ports/transfer.ts';

/** What a dry run may have the real machine do; everything else has to be recorded. */
const through = [
  ...[
    'facts',
    'prepare',
    'claim',
    'openMedium',
    'mount',
    'copyImage',
    'scratch',
    'unpackXz',
    'busybox',
  ],
];

/** A machine whose members do nothing but tell their names. */
function tellingMachine(): { readonly machine: Machine; readonly called: string[] } {
  const called: string[] = [];
  const machine = Object.fromEntries(
    Object.keys(realMachine).map((name) => [
      name,
      (...given: unknown[]) => {
        called.push(name);
        return given[0];
      },
    ]),
  ) as unknown as Machine;
  return { machine, called };
}

describe('a dry run', () => {
  it.each(Object.keys(realMachine))('lets %s through, or records it', async (name) => {
    const { machine, called } = tellingMachine();
    const told: string[] = [];
    const dry = dryRunMachine(machine, (text) => told.push(text));
    const member = Object.entries(dry).find(([own]) => own === name)?.[1] as (
      ...given: unknown[]
    ) => unknown;
    const result = member({ kernel: 'k', cmdline: 'c' }, 0, new Uint8Array());
    if (name === 'quiesce') for await (const _ of result as AsyncIterable<string>);
    await result;
    const expected = name === 'kexecLoad' ? ['kexecLoad', 'kexecUnload'] : [];
    expect(called).toEqual(through.includes(name) ? [name] : expected);
  });

  it('has every member of a machine, so that nothing falls through to the real one', () => {
    const { machine } = tellingMachine();
    expect(Object.keys(dryRunMachine(machine, () => {})).sort()).toEqual(
      Object.keys(realMachine).sort(),
    );
  });

  it('unloads what it loads, and says what would be booted', async () => {
    const { machine, called } = tellingMachine();
    const told: string[] = [];
    const dry = dryRunMachine(machine, (text) => told.push(text));
    await dry.kexecLoad({ kernel: '/scratch/kernel', cmdline: 'quiet' });
    await dry.kexecExec();
    expect(called).toEqual(['kexecLoad', 'kexecUnload']);
    expect(told).toEqual([
      'would boot /scratch/kernel with: quiet',
      'dry run: the kernel is not started',
    ]);
  });

  it('keeps no image', async () => {
    const told: string[] = [];
    const keepImage: KeepImage = async () => {
      throw new Error('it was kept');
    };
    const keep = dryRun({ machine: tellingMachine().machine, keepImage }, (text) =>
      told.push(text),
    ).keepImage;
    const request = { from: '/dev/pmem0', bytes: 1, fileName: 'a.iso', beside: new Map() };
    expect(await keep(request)).toBeUndefined();
    expect(told).toEqual(['dry run: a.iso is not saved']);
  });
});
