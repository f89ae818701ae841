import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../../src/core/image/image-facts.ts';
import { pmemProblems } from '../../../../src/core/plan/pmem-problems.ts';
import { gibibyte, hostFacts, imageFacts, mebibyte } from '../../../helpers/facts.ts';

const without: ImageFacts['pmem'] = {
  state: 'impossible',
  missing: [],
  reason: 'no nd_pmem',
  loop: true,
};
const problemsOf = (facts: Partial<ImageFacts>, host: Parameters<typeof hostFacts>[0] = {}) =>
  pmemProblems(imageFacts(facts), hostFacts(host)).map(({ severity, code }) => [severity, code]);
const blocked = [['blocker', 'pmem-impossible']];

describe('an image that no driver finds in memory', () => {
  it('travels in the initramfs when it is small enough for the machine', () => {
    expect(problemsOf({ pmem: without })).toEqual([['warning', 'image-carried']]);
    const [problem] = pmemProblems(imageFacts({ pmem: without }), hostFacts());
    expect(problem?.text).toContain('500 MiB');
    expect(problem?.text).toContain('no nd_pmem');
  });

  it.each([
    ['large', { image: { size: gibibyte, volumeId: 'X', kind: 'iso9660' } }, {}],
    ['of a family that takes no loop device', { family: 'kiwi-live' }, {}],
    ['without a driver for loop devices', { pmem: { ...without, loop: false } }, {}],
    ['for a machine with little RAM free', {}, { availableBytes: 600 * mebibyte }],
    ['for a machine with little RAM', {}, { ramBytes: gibibyte / 4 }],
  ] as const)('cannot be booted when it is %s', (_, facts, host) => {
    expect(problemsOf({ pmem: without, ...facts }, host)).toEqual(blocked);
  });
});

describe('a graft', () => {
  it('is no problem by itself', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('cannot be done in a 32-bit kernel, which does not run this machine’s shell', () => {
    expect(problemsOf({ arch: 'i386' })).toEqual(blocked);
    expect(problemsOf({ arch: 'i386', pmem: { state: 'initrd', missing: [] } })).toEqual([]);
    // Before the download nobody has looked.
    const unknown = { state: 'unknown', missing: [] } as const;
    expect(problemsOf({ arch: 'i386', pmem: unknown })).toEqual([['warning', 'pmem-impossible']]);
    expect(problemsOf({ pmem: unknown })).toEqual([]);
    // An erofs is looked into only where it can be mounted: the hook is planned all the same.
    const unread = { state: 'unknown', missing: ['nd_e820'] } as const;
    expect(problemsOf({ arch: 'i386', pmem: unread })).toEqual(blocked);
  });

  it('cannot bring tables into a kernel under Secure Boot', () => {
    const pmem = { state: 'initrd', missing: [], description: 'nfit' } as const;
    const { kexec } = hostFacts();
    expect(problemsOf({ pmem })).toEqual([]);
    expect(problemsOf({ pmem }, { kexec: { ...kexec, secureBoot: true } })).toEqual(blocked);
  });

  it('cannot bring a table of NVDIMMs to a machine that has one', () => {
    const pmem = { state: 'initrd', missing: [], description: 'nfit' } as const;
    expect(problemsOf({ pmem }, { otherPmem: true })).toEqual(blocked);
  });
});
