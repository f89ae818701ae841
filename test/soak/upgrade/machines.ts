import { startUpgradeMachine, type UpgradeMachineRun } from '../../helpers/upgrade-machine.ts';
import type { SoakCase, SoakOutcome } from '../cases.ts';
import { forgetAll, settled } from './in-guest.ts';

type Options = Parameters<typeof startUpgradeMachine>[0];

/** Cases take turns in one machine for as long as each leaves it as it found it: a boot takes minutes. */
export interface MachineSharing {
  /** `spent`: the next case needs another machine. */
  readonly case: (
    name: string,
    act: (machine: UpgradeMachineRun) => Promise<SoakOutcome>,
    after?: 'spent',
  ) => SoakCase;
  close(): Promise<void>;
}

export function shareMachine(options: Options): MachineSharing {
  let machine: UpgradeMachineRun | undefined;
  const close = async () => {
    const old = machine;
    machine = undefined;
    await old?.close();
  };
  const start = async () => {
    const started = await startUpgradeMachine(options);
    await started.run(settled);
    return started;
  };
  return {
    close,
    case: (name, act, after) => ({
      name,
      async run(watch) {
        machine ??= await start();
        watch(machine.qemu);
        let usable = false;
        try {
          await forgetAll(machine);
          const outcome = await act(machine);
          usable = outcome.ok && after === undefined;
          return outcome;
        } finally {
          if (!usable) await close();
        }
      },
    }),
  };
}
