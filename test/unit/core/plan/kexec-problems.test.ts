import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../../src/core/machine/host-facts.ts';
import { type KexecCandidate, kexecProblems } from '../../../../src/core/plan/kexec-problems.ts';
import { gibibyte, hostFacts, mebibyte } from '../../../helpers/facts.ts';

const good: KexecCandidate = {
  arch: 'x86_64',
  signed: true,
  entry64: true,
  kernelBytes: 12 * mebibyte,
  statedBytes: 12 * mebibyte,
  initBytes: 60 * mebibyte,
  initrdBytes: 40 * mebibyte,
  cmdlineBytes: 100,
  cmdlineLimit: 2047,
  isCopied: false,
};

function codes(candidate: Partial<KexecCandidate>, host: Partial<HostFacts> = {}) {
  return kexecProblems({ ...good, ...candidate }, hostFacts(host)).map(({ code }) => code);
}

const kexec = (overrides: Partial<HostFacts['kexec']>): Partial<HostFacts> => ({
  kexec: { loadDisabled: false, lockdown: 'none', fileLoad: true, secureBoot: false, ...overrides },
});

describe('a kernel to be loaded', () => {
  it('has nothing in its way where it fits', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ signed: false })).toEqual([]);
  });

  it('must be for this machine', () => {
    expect(codes({ arch: 'aarch64' })).toEqual(['wrong-architecture']);
    expect(codes({ arch: 'i386', entry64: false })).toEqual([]);
  });

  it('must be whole', () => {
    expect(codes({ kernelBytes: 11 * mebibyte })).toEqual(['kernel-unreadable']);
  });

  it('must fit into free memory with its initrd, packed and unpacked', () => {
    expect(codes({ initrdBytes: 3 * gibibyte })).toEqual(['memory-too-small']);
  });

  it('needs memory for its files, for where they are started from, and for copies if some are made', () => {
    const wanted = 12 + 40 + 60 + 40;
    expect(codes({}, { availableBytes: wanted * mebibyte })).toEqual([]);
    expect(codes({}, { availableBytes: (wanted - 1) * mebibyte })).toEqual(['memory-too-small']);
    const copied = { isCopied: true };
    const host = hostFacts({ availableBytes: (wanted + 12 + 40 - 1) * mebibyte });
    expect(kexecProblems({ ...good, ...copied }, host)).toMatchObject([
      {
        text: 'Loading the kernel and its initrd takes 204 MiB of memory, but only 203 MiB are free.',
      },
    ]);
  });

  it('must take the whole command line', () => {
    expect(codes({ cmdlineBytes: 3000 })).toEqual(['cmdline-too-long']);
    expect(codes({ cmdlineBytes: 3000, cmdlineLimit: 0 })).toEqual([]);
  });

  it('is refused by a kernel that loads no other', () => {
    expect(codes({}, kexec({ loadDisabled: true }))).toEqual(['kexec-disabled']);
  });

  it('must be signed, and enter in 64-bit mode, on a machine that is locked down', () => {
    expect(codes({ signed: false }, kexec({ lockdown: 'integrity' }))).toEqual(['kernel-unsigned']);
    expect(codes({ entry64: false }, kexec({ lockdown: 'integrity' }))).toEqual([
      'kernel-unsigned',
    ]);
    expect(codes({}, kexec({ lockdown: 'integrity' }))).toEqual([]);
  });
});
