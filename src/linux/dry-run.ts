import type { Machine } from '../ports/machine.ts';
import type { KeepImage } from '../ports/transfer.ts';

/**
 * What a dry run does for real: it looks, and writes nothing but memory that is set aside for images
 * and files of its own that go with it. Everything else is recorded; what is on neither list does
 * not compile.
 */
type LetThrough = Pick<
  Machine,
  | 'facts'
  | 'prepare'
  | 'claim'
  | 'openMedium'
  | 'mount'
  | 'copyImage'
  | 'scratch'
  | 'unpackXz'
  | 'busybox'
>;
type Recorded = Omit<Machine, keyof LetThrough>;

/**
 * A machine on which nothing changes: the target is loaded, to see whether it would be, and unloaded
 * again; nothing is stopped, no record is saved, and the jump is not made.
 */
export function dryRunMachine(machine: Machine, record: (text: string) => void): Machine {
  const { facts, prepare, claim, openMedium, mount, copyImage, scratch, unpackXz, busybox } =
    machine;
  const through: LetThrough = {
    facts,
    prepare,
    claim,
    openMedium,
    mount,
    copyImage,
    scratch,
    unpackXz,
    busybox,
  };
  const recorded: Recorded = {
    kexecLoad: async (image) => {
      await machine.kexecLoad(image);
      await machine.kexecUnload();
      record(`would boot ${image.kernel} with: ${image.cmdline}`);
    },
    // It was unloaded as soon as it was loaded; anything else there is not ours.
    kexecUnload: async () => {},
    quiesce: async function* () {
      yield 'dry run: nothing is stopped';
    },
    leave: async (how) => record(`dry run: no ${how}`),
    resume: async () => {},
    saveRecord: async () => record('dry run: no record is saved'),
    writeAt: async (path) => record(`dry run: nothing is written to ${path}`),
    kexecExec: async () => record('dry run: the kernel is not started'),
  };
  return { ...through, ...recorded };
}

/** All that a boot acts through and that lasts. */
export interface Acting {
  readonly machine: Machine;
  readonly keepImage: KeepImage;
}

/** The same for a boot that changes nothing. */
export function dryRun({ machine }: Acting, record: (text: string) => void): Acting {
  return {
    machine: dryRunMachine(machine, record),
    keepImage: async ({ fileName }) => {
      record(`dry run: ${fileName} is not saved`);
      return undefined;
    },
  };
}
