import { CutOffError } from '../../errors.ts';
import type { CarryEngine } from '../../ports/upgrade.ts';

/** Brings units back under the old kernel when an upgrade has failed. */
export interface BringBack {
  /** Remembers a unit whose dump was cut off. */
  watch(unit: string, dump: Promise<void>): Promise<void>;
  /** Its processes as they were, if they can be had. */
  unit(name: string): Promise<void>;
  /** Those whose processes may be in any state start afresh. */
  cutOff(): Promise<void>;
}

export function createBringBack(
  control: CarryEngine,
  directory: string,
  note: (text: string) => void,
): BringBack {
  const doubtful = new Set<string>();

  async function restart(name: string, why: string): Promise<void> {
    const started = await control.startAfresh(name);
    note(`${name} ${why} and ${started ? 'was restarted' : 'does not start'}`);
  }

  async function restartDoubtful(name: string): Promise<void> {
    doubtful.delete(name);
    await restart(name, 'was cut off while it was dumped');
  }

  return {
    async watch(unit, dump) {
      await dump.catch((error: unknown) => {
        if (error instanceof CutOffError) doubtful.add(unit);
        throw error;
      });
    },
    async unit(name) {
      if (doubtful.has(name)) return restartDoubtful(name);
      await control.wake(name);
      if (await control.isActive(name)) return;
      if (await control.restoreHere(name, directory)) note(`${name} was restored in place`);
      else await restart(name, 'could not be restored');
    },
    async cutOff() {
      for (const name of [...doubtful]) await restartDoubtful(name);
    },
  };
}
