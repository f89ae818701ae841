import { hostsOf } from '../../core/image/image-location.ts';
import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { Stage } from '../../core/plan/stage.ts';
import type { BootRun } from '../model/state.ts';
import { trustLines } from './trust-text.ts';

/** The stages after the choice, as the progress screen lists them. */
const shownStages: readonly Stage[] = [
  'reserve',
  'acquire',
  'verify',
  'extract',
  'graft',
  'load',
  'exec',
];

/** As a title: "Booting Debian", "Serving Debian". */
export function runTitle({ titles, serving }: Texts, { choice, title }: BootRun): string {
  return choice.serve === true ? serving.title({ title }) : titles.progress({ title });
}

/** Those that a run goes through; an image that is served is not started. */
export function stagesOf({ choice }: BootRun): readonly Stage[] {
  return choice.serve === true ? ['reserve', 'acquire', 'verify'] : shownStages;
}

/** "Load the kernel: checking it" while that goes on. */
export function stageLine({ stages, phases }: Texts, run: BootRun, stage: Stage): string {
  const { phase } = run;
  const text = stages[stage];
  return phase !== undefined && run.stage === stage ? `${text}: ${phases[phase]}` : text;
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

/** The latest of what was noted, oldest first. */
export function runNotes(texts: Texts, { notes }: BootRun): readonly string[] {
  return notes.map((note) => say(texts, note));
}

/** Who signed the image: as expected before the download, as found after it. */
export function runTrustLines(texts: Texts, run: BootRun): readonly string[] {
  if (run.trust)
    return trustLines(texts, run.trust).map((text, at) =>
      at === 0 && run.trust?.kind !== 'unverified' ? texts.trust.verified({ text }) : text,
    );
  return run.expected ? trustLines(texts, run.expected) : [];
}

/** "Debian 13.1, Live system (amd64), from deb.example.org" */
export function runHeading({ progress }: Texts, run: BootRun): string {
  const [host, ...others] = hostsOf(run.location);
  const count = others.length;
  const from = count === 0 ? progress.from : progress.fromMany;
  const place = host === undefined ? '' : from({ host, count });
  const state = run.state === 'running' ? '' : progress[run.state];
  const entry = run.choice.serve === true ? '' : run.entryTitle;
  return [entry, run.version, place, state].filter((part) => part !== '').join(', ');
}
