import { beforeEach, describe, expect, it } from 'vitest';
import { completeHandOver, prepareHandOver } from '../../../../src/boot/kexec/hand-over.ts';
import type { Machine } from '../../../../src/ports/machine.ts';
import { hostFacts, mebibyte } from '../../../helpers/facts.ts';
import { recordedMachine } from '../../../helpers/recorded-machine.ts';

const kernel = {
  ...({ arch: 'x86_64', signed: true, entry64: true } as const),
  ...{ kernelBytes: 12 * mebibyte, statedBytes: 12 * mebibyte, initBytes: 60 * mebibyte },
  cmdlineLimit: 0,
};
/** Of kernel and initrd as files, and where they are started from. */
const wanted = (12 + 20 + 60 + 20) * mebibyte;
const files = { kernel: '/run/k', initrd: '/run/i' };

let done: string[] = [];
beforeEach(() => {
  done = [];
});

async function handOver(availableBytes: number, ownBytes: number): Promise<readonly string[]> {
  const { remove, ...recorded } = await recordedMachine({ mediumBytes: mebibyte });
  const machine: Machine = {
    ...recorded,
    facts: async () => hostFacts({ availableBytes }),
    kexecLoad: async ({ isSparing }) => void done.push(isSparing ? 'loaded sparingly' : 'loaded'),
    quiesce: async function* () {
      done.push('at rest');
      yield 'at rest';
    },
    kexecExec: async () => void done.push('started'),
    alone: {
      bytes: () => ownBytes,
      exec: async (image) => {
        done.push(`left ${image.kernel} ${image.initrd} ${image.cmdline}`);
        return undefined as never;
      },
    },
  };
  const emit = () => {};
  try {
    const image = await prepareHandOver(
      {
        ...{ cmdline: 'quiet', initrdBytes: 20 * mebibyte },
        kernel: async () => ({ kind: 'kernel', kernel }),
        files: async () => files,
        record: async () => void done.push('recorded'),
      },
      machine,
      emit,
    );
    await completeHandOver(machine, emit, image);
    return done;
  } finally {
    await remove();
  }
}

describe('a kernel to be handed over to', () => {
  it('is loaded before anything is stopped if there is room for it', async () => {
    const kernels = 2 * 12 * mebibyte;
    const usual = ['recorded', 'loaded', 'at rest', 'started'];
    expect(await handOver(wanted + kernels, 0)).toEqual(usual);
  });

  it('is loaded in the way that takes less if there is no room for the usual one', async () => {
    const sparing = ['recorded', 'loaded sparingly', 'at rest', 'started'];
    expect(await handOver(wanted, mebibyte)).toEqual(sparing);
  });

  it('is left to be loaded if there is room only when this program has ended', async () => {
    const left = ['recorded', 'at rest', 'left /run/k /run/i quiet'];
    expect(await handOver(wanted - mebibyte, mebibyte)).toEqual(left);
  });

  it('is refused with the exact figures if there is no room even then', async () => {
    await expect(handOver(wanted - 2 * mebibyte, mebibyte)).rejects.toMatchObject({
      code: 'memory-too-small',
      message:
        'Loading the kernel and its initrd takes 112 MiB of memory, but only 111 MiB are free.',
    });
    expect(done).toEqual([]);
  });
});
