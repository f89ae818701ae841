import { runCases, type Soak } from './cases.ts';
import { carryAll, carryInMemory, carryThree } from './upgrade/carry.ts';
import { carryContainer } from './upgrade/carry-container.ts';
import * as comesBack from './upgrade/comes-back.ts';
import * as containers from './upgrade/container-taken-back.ts';
import * as faults from './upgrade/faults.ts';
import { shareMachine } from './upgrade/machines.ts';
import * as takenBack from './upgrade/taken-back.ts';

const full = shareMachine({ kind: 'full' });
const small = shareMachine({ kind: 'small', memory: true });
const sid = shareMachine({ kind: 'sid', watchdog: true });
const podman = shareMachine({ kind: 'podman' });

const soak: Soak = {
  name: 'upgrade',
  columns: ['what happened', 'freeze', 'plain restart'],
  cases: [
    full.case('carry-all', carryAll, 'spent'),
    sid.case('kernel-hangs', comesBack.kernelHangs),
    sid.case('carry-to-sid', carryThree, 'spent'),
    podman.case('container-dry-run', containers.dryRun),
    podman.case('container-restored', containers.restoredInPlace),
    podman.case('container-killed', containers.criuKilled),
    podman.case('container-hung', containers.criuHung),
    podman.case('carry-container', carryContainer, 'spent'),
    small.case('dry-run', takenBack.dryRun),
    small.case('no-space', takenBack.noSpace),
    small.case('criu-killed', takenBack.criuKilled),
    small.case('criu-hung', takenBack.criuHung),
    small.case('power-cut-in-dump', comesBack.powerCutInDump),
    small.case('power-cut-when-armed', comesBack.powerCutWhenArmed),
    small.case('power-cut-in-restore', comesBack.powerCutInRestore),
    small.case('kernel-panics', comesBack.kernelPanics),
    small.case('carry-in-memory', carryInMemory, 'spent'),
    small.case('pid-taken', faults.pidTaken, 'spent'),
    small.case('io-uring-and-downgrade', faults.ioUringAndDowngrade, 'spent'),
  ],
};

/** `[--fresh] [CASE]...`: services carried from one kernel to another, with faults. The exit status. */
export async function soakUpgrades(argv: readonly string[]): Promise<number> {
  try {
    return (await runCases(soak, argv)).status;
  } finally {
    await Promise.all([full, small, sid, podman].map((machine) => machine.close()));
  }
}
