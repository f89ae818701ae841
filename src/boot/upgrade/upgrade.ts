import { join } from 'node:path';
import { mebibyte, mebibytesText } from '../../core/mebibytes.ts';
import { blockersOf } from '../../core/problem.ts';
import type { DumpRequest } from '../../core/upgrade/criu-arguments.ts';
import { lockRules } from '../../core/upgrade/network-lock.ts';
import type { RestoreStage } from '../../core/upgrade/restore-stage.ts';
import type { UnitFacts } from '../../core/upgrade/unit-facts.ts';
import type { UpgradeRecord } from '../../core/upgrade/upgrade-record.ts';
import type { KexecImage } from '../../ports/kexec.ts';
import type { Machine } from '../../ports/machine.ts';
import type { UpgradeMachine } from '../../ports/upgrade.ts';
import { type KernelReading, validateKexec } from '../kexec/validate.ts';
import type { Emit } from '../run/event-channel.ts';
import { problemError } from '../run/failure.ts';
import { createBringBack } from './bring-back.ts';
import { type ChainLink, runChain } from './chain.ts';
import { type Judged, judgeUnits, type UpgradeJudgement } from './judge-units.ts';
import { unitProblems } from './unit-problems.ts';

export interface UpgradeRequest {
  readonly kernel: KernelReading;
  /** The next kernel's release, as its file says it. */
  readonly target: string;
  readonly initrdBytes: number;
  readonly cmdline: string;
  readonly directory: string;
  readonly files: () => Promise<Omit<KexecImage, 'cmdline'>>;
  /** Goes on although a prepared unit would restart. */
  readonly acceptRestarts: boolean;
  readonly dryRun: boolean;
}

interface Tools {
  readonly machine: Pick<Machine, 'facts' | 'kexecLoad' | 'kexecUnload'>;
  readonly upgrade: UpgradeMachine;
}

/** From this size on, most of a unit's memory is copied while it runs. */
const preDumpFrom = 64 * mebibyte;
/** What may be left for the freeze. */
const smallRest = 16 * mebibyte;
const mostRounds = 3;

/**
 * Carries the prepared units' processes over a jump into another kernel. Returns when the system
 * has begun to end, or after a dry run, which dumps every unit for real and leaves it running.
 */
export async function upgradeKernel(
  request: UpgradeRequest,
  { machine, upgrade }: Tools,
  hooks: { readonly emit: Emit; readonly onJudgement: (judgement: UpgradeJudgement) => void },
): Promise<void> {
  const { emit, onJudgement } = hooks;
  const { directory, target, cmdline } = request;
  let judged: Judged | undefined;
  let carried: readonly UnitFacts[] = [];
  const marks: Record<string, number> = {};
  let runtimeFiles: readonly string[] = [];
  let stage: RestoreStage = 'mounted';
  let stopped: readonly string[] = [];
  const previous = new Map<string, string>();
  const names = () => carried.map(({ name }) => name);
  const note = (text: string) => emit({ type: 'note', stage: 'exec', text });
  const bringBack = createBringBack(upgrade, directory, note);

  const requestOf = (unit: UnitFacts): DumpRequest => {
    const before = previous.get(unit.name);
    return {
      unit,
      images: join(directory, unit.name, 'images'),
      ...(before === undefined ? {} : { previous: `../${before}` }),
    };
  };

  const record = (state: UpgradeRecord['state']): UpgradeRecord => ({
    at: new Date().toISOString(),
    from: judged?.host.running ?? '',
    to: target,
    state,
    planned: (judged?.judgement.units ?? []).map(({ unit, verdict }) => ({ unit, verdict })),
    marks: { ...marks },
  });

  const before: readonly ChainLink[] = [
    {
      phase: 'validate',
      async run() {
        const { kernel, initrdBytes } = request;
        judged = await judgeUnits(upgrade, { names: [], target, directory });
        onJudgement(judged.judgement);
        const problems = [
          ...validateKexec(kernel, { initrdBytes, cmdline }, await machine.facts()),
          ...unitProblems(judged.judgement, request),
        ];
        for (const problem of problems) emit({ type: 'problem', problem });
        const [blocker] = blockersOf(problems);
        if (blocker !== undefined) throw problemError(blocker);
        const verdicts = new Map(judged.judgement.units.map((one) => [one.unit, one.verdict]));
        carried = judged.facts.filter(({ name }) => verdicts.get(name) === 'carried');
      },
    },
    {
      phase: 'record',
      run: () => upgrade.open(directory),
      undo: () => upgrade.wipe(directory),
    },
    {
      phase: 'predump',
      async run() {
        for (const unit of carried) await bringBack.watch(unit.name, preDumpUnit(unit));
      },
      undo: () => bringBack.cutOff(),
    },
    {
      phase: 'load',
      async run() {
        await machine.kexecLoad({ ...(await request.files()), cmdline });
      },
      undo: () => machine.kexecUnload(),
    },
  ];

  const settle: ChainLink = {
    phase: 'quiesce',
    async run() {
      stopped = await upgrade.stopOthers(names());
      if (stopped.length > 0) note(`stopped: ${stopped.join(' ')}`);
      await upgrade.sync();
    },
    undo: () => upgrade.startAgain(stopped),
  };

  async function preDumpUnit(unit: UnitFacts): Promise<void> {
    const resident = unit.processes.reduce((sum, one) => sum + one.residentBytes, 0);
    if (resident < preDumpFrom) return;
    for (let round = 1; round <= mostRounds; round += 1) {
      const folder = `pre-${round}`;
      const images = join(directory, unit.name, folder);
      const bytes = await upgrade.preDump({ ...requestOf(unit), images });
      if (bytes === undefined) return;
      previous.set(unit.name, folder);
      note(`${unit.name}: ${mebibytesText(bytes)} copied while it runs`);
      if (bytes < smallRest) return;
    }
  }

  const freeze: readonly ChainLink[] = [
    {
      phase: 'lock',
      async run() {
        // Connections and processes have come and gone since they were judged.
        carried = await upgrade.units(names());
        runtimeFiles = await upgrade.runtimeFiles(carried);
        const restoring = await upgrade.stageFor(carried, runtimeFiles);
        stage = restoring.stage;
        if (restoring.because !== undefined) {
          note(`restored when the file systems are mounted, because of ${restoring.because}`);
        }
        for (const { name, journalStreams } of carried) {
          await upgrade.write(join(directory, name, 'streams'), `${journalStreams.join(' ')}\n`);
        }
        const network = await upgrade.earlyNetwork();
        if (network !== '') await upgrade.write(join(directory, 'network'), network);
        const rules = join(directory, 'lock.nft');
        const ports = new Set(carried.flatMap((unit) => unit.ports));
        await upgrade.write(rules, lockRules([...ports]));
        await upgrade.shield(names());
        marks.locked = Date.now();
        await upgrade.lock(rules);
      },
      async undo() {
        await upgrade.unlock();
        await upgrade.unshield(names());
      },
    },
    {
      phase: 'dump',
      async run() {
        const dumps = carried.map((unit) =>
          bringBack.watch(unit.name, upgrade.dump(requestOf(unit), 'killed')),
        );
        // None is left behind when the others are taken back.
        for (const one of await Promise.allSettled(dumps)) {
          if (one.status === 'rejected') throw one.reason;
        }
        await upgrade.saveRuntimeFiles(directory, runtimeFiles);
        marks.dumped = Date.now();
      },
      async undo() {
        for (const name of names()) await bringBack.unit(name);
      },
    },
    {
      phase: 'verify',
      async run() {
        for (const unit of carried) {
          const bytes = await upgrade.verify(requestOf(unit));
          note(`${unit.name}: ${mebibytesText(bytes)}`);
        }
      },
    },
    {
      phase: 'persist',
      async run() {
        const pids = carried.flatMap(({ processes }) => processes.map(({ pid }) => pid));
        await upgrade.sync(directory);
        marks.left = Date.now();
        await upgrade.keep(record('jumped'));
        await upgrade.arm({
          from: judged?.host.running ?? '',
          target,
          directory,
          stage,
          lastPid: Math.max(300, ...pids) + spareProcesses,
          pidLimit: await upgrade.pidLimit(),
          units: names(),
        });
      },
      undo: () => upgrade.disarm(),
    },
    { phase: 'exec', run: () => upgrade.jump() },
  ];

  const tryDump: ChainLink = {
    phase: 'dump',
    async run() {
      for (const unit of carried) {
        await bringBack.watch(unit.name, upgrade.dump(requestOf(unit), 'running'));
        const bytes = await upgrade.verify(requestOf(unit));
        note(`${unit.name} can be dumped: ${mebibytesText(bytes)}`);
      }
    },
    async undo() {
      for (const name of names()) await bringBack.unit(name);
    },
  };

  if (!request.dryRun) return runChain([...before, settle, ...freeze], emit);
  try {
    await runChain([...before, tryDump], emit);
  } finally {
    await machine.kexecUnload();
    await upgrade.wipe(directory);
  }
}

/** Threads have PIDs, too, and a unit may start some more before it is dumped. */
const spareProcesses = 1000;
