import { hostsOf } from '../../core/image/image-location.ts';
import type { UpgradePhase } from '../../core/plan/boot-event.ts';
import type { Stage } from '../../core/plan/stage.ts';
import type { BootRun } from '../model/state.ts';
import { trustLines } from './trust-text.ts';

/** The stages after the choice, as the progress screen lists them. */
export const shownStages: readonly Stage[] = [
  'reserve',
  'acquire',
  'verify',
  'extract',
  'graft',
  'load',
  'exec',
];

export const stageText: Readonly<Record<Stage, string>> = {
  select: 'Choose the image',
  peek: 'Inspect the image',
  reserve: 'Set memory aside',
  acquire: 'Download into memory',
  verify: 'Verify signature and digest',
  extract: 'Extract kernel and initrd',
  graft: 'Add missing drivers',
  load: 'Load the kernel',
  exec: 'Start it',
};

const phaseText: Readonly<Record<UpgradePhase, string>> = {
  validate: 'checking it',
  record: 'recording what is booted',
  predump: 'copying memory',
  load: 'passing it to the running kernel',
  lock: 'locking the network',
  dump: 'checkpointing processes',
  verify: 'checking the checkpoints',
  persist: 'writing them through',
  quiesce: 'stopping devices',
  exec: 'switching to it',
};

/** "Load the kernel: checking it" while that goes on. */
export function stageLine(run: BootRun, stage: Stage): string {
  const { phase } = run;
  const text = stageText[stage];
  return phase !== undefined && run.stage === stage ? `${text}: ${phaseText[phase]}` : text;
}

/** `[..]` is going on; `[--]` was not needed: a later stage is done. */
export function stageMark(run: BootRun, stage: Stage): '[OK]' | '[..]' | '[--]' | '[  ]' {
  if (run.done.includes(stage)) return '[OK]';
  if (run.stage === stage) return '[..]';
  const index = shownStages.indexOf(stage);
  const passed = shownStages
    .slice(index + 1)
    .some((later) => run.done.includes(later) || run.stage === later);
  return passed ? '[--]' : '[  ]';
}

/** Who signed the image: as expected before the download, as found after it. */
export function runTrustLines(run: BootRun): readonly string[] {
  if (run.trust)
    return trustLines(run.trust).map((line, at) =>
      at === 0 && run.trust?.kind !== 'unverified' ? `Verified. ${line}` : line,
    );
  return run.expected ? trustLines(run.expected) : [];
}

/** "Debian 13.1, Live system (amd64), from deb.example.org" */
export function runHeading(run: BootRun): string {
  const [host, ...others] = hostsOf(run.location);
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  const from = host === undefined ? '' : `from ${host}${more}`;
  const state = { running: '', stopping: 'stopping', failed: 'failed', finished: 'done' };
  return [run.entryTitle, run.version, from, state[run.state]]
    .filter((part) => part !== '')
    .join(', ');
}
