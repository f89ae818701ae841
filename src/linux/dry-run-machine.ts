import type { Machine } from '../ports/machine.ts';

/**
 * A machine on which everything that can be undone is done, and what cannot is recorded: the
 * target is loaded, to see whether it would be, and unloaded again; nothing is stopped, and the
 * jump is not made.
 */
export function dryRunMachine(machine: Machine, record: (text: string) => void): Machine {
  return {
    ...machine,
    kexecLoad: async (image) => {
      await machine.kexecLoad(image);
      await machine.kexecUnload();
      record(`would boot ${image.kernel} with: ${image.cmdline}`);
    },
    quiesce: async function* () {
      yield 'dry run: nothing is stopped';
    },
    leave: async (how) => record(`dry run: no ${how}`),
    resume: async () => {},
    keepRecord: async () => record('dry run: no record is kept'),
    writeAt: async (path) => record(`dry run: nothing is written to ${path}`),
    kexecExec: async () => record('dry run: the jump is left out'),
  };
}
