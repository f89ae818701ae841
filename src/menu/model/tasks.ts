import { defined } from '../../core/defined.ts';
import { rulesOf } from '../../core/families/family.ts';
import { type InjectionKind, takenKinds } from '../../core/families/injection.ts';
import type { BootEntry } from '../../core/image/image-facts.ts';
import type { Expectation, Trust } from '../../core/image/trust.ts';
import type { BootChoice } from '../../core/plan/boot-plan.ts';
import { applyEdit } from '../../core/plan/cmdline-edit.ts';
import { blockersOf } from '../../core/problem.ts';
import { mostRecent } from '../../core/settings/recent.ts';
import type { InspectedImage } from './inspected-image.ts';
import type { Outcome } from './outcome.ts';
import { openScreen, stay } from './outcome.ts';
import type { Retry } from './screen.ts';
import type { Setup, TuiState } from './state.ts';
import { textField } from './text-field.ts';

/** Looks at an image; its boot entries open when that is known. */
export function inspect(state: TuiState, query: string): Outcome {
  if (isBooting(state)) return stay(openScreen(state, { kind: 'progress' }));
  const task = state.task + 1;
  const opened = openScreen(state, { kind: 'inspecting', query });
  return stay({ ...opened, task, inspecting: { task, query } }, { op: 'inspect', task, query });
}

/** Starts a boot of the image that was inspected; an unverified one asks first. */
export function boot(state: TuiState, choice: BootChoice): Outcome {
  const { image } = state;
  if (!image) return stay(state);
  if (isBooting(state)) {
    return stay({
      ...openScreen(state, { kind: 'progress' }),
      notice: runningText(state),
    });
  }
  const { source, expectation } = image.peek;
  if (expectation.kind === 'none' && choice.acceptUnverified !== source.id) {
    const { reason } = expectation;
    return stay(openScreen(state, { kind: 'unverified', choice, reason, field: textField('') }));
  }
  return start(state, image, choice);
}

function runningText({ boot, texts }: TuiState): string {
  return boot?.choice.serve === true ? texts.serving.running : texts.progress.running;
}

function start(state: TuiState, image: InspectedImage, choice: BootChoice): Outcome {
  const task = state.task + 1;
  const { source, facts } = image.peek;
  const entry =
    facts.entries.find(({ id }) => id === choice.entry) ??
    facts.entries.find((candidate) => candidate.default);
  const opened = openScreen(state, { kind: 'progress' });
  return stay(
    {
      ...opened,
      ...(choice.serve === true ? {} : { setup: withRecent(state.setup, image.query) }),
      task,
      boot: {
        task,
        choice,
        image,
        found: undefined,
        title: source.title,
        entryTitle: entry?.title ?? '',
        version: source.version,
        location: source.location,
        state: 'running',
        done: [],
        stage: undefined,
        phase: undefined,
        transfer: undefined,
        expected: trustOf(image.peek.expectation),
        trust: undefined,
        notes: [],
        failure: undefined,
        serving: undefined,
        inMemory: undefined,
      },
    },
    { op: 'boot', task, query: image.query, peek: image.peek, choice },
  );
}

function withRecent(setup: Setup, query: string): Setup {
  return { ...setup, recent: mostRecent(query, setup.recent) };
}

export function retry(state: TuiState, what: Retry): Outcome {
  switch (what.op) {
    case 'inspect':
      return inspect(state, what.query);
    case 'boot':
      return boot({ ...state, image: what.image }, what.choice);
    case 'choose': {
      const cursor = what.image.rows.findIndex(({ entry }) => entry.default);
      const image = { ...state, image: what.image };
      return stay(openScreen(image, { kind: 'entries', cursor: Math.max(0, cursor) }));
    }
  }
}

export function isBooting(state: TuiState): boolean {
  return state.boot?.state === 'running' || state.boot?.state === 'stopping';
}

/** A boot that is ready to jump, and waits for other machines that still take the image. */
export function isLingering(state: TuiState): boolean {
  return state.boot?.state === 'running' && state.boot.lingering !== undefined;
}

/** Goes on at once. */
export function hurry(state: TuiState): Outcome {
  if (state.boot === undefined) return stay(state);
  return stay({ ...state, boot: { ...state.boot, lingering: undefined } }, { op: 'hurry-boot' });
}

/** The choice that stands for an entry as the person sees it, edited command line and all. */
export function choiceOf(state: TuiState, image: InspectedImage, entryId: string): BootChoice {
  const edit = image.edits.get(entryId);
  return {
    entry: entryId,
    ...defined({ edit }),
    ...(Object.keys(state.localize).length === 0 ? {} : { localize: state.localize }),
    ...(keeps(state) ? { keep: true } : {}),
    ...(state.setup.servesOn ? { serveOn: true } : {}),
    ...(handsOn(state) ? { handOn: 'verified' } : {}),
    ...(injects(state) ? { inject: { kinds: injectable(state), to: 'verified' } } : {}),
  };
}

/** The command line of an entry as the person has it by now, before what webboot adds. */
export function cmdlineOf({ edits }: InspectedImage, { id, cmdline }: BootEntry): string {
  return applyEdit(cmdline, edits.get(id) ?? []) ?? cmdline;
}

/** What came from the net and somebody vouches for; there must be a stick to keep it on. */
export function canKeep({ image, setup }: TuiState): boolean {
  if (image === undefined || setup.keepsOn === undefined) return false;
  const { source, expectation } = image.peek;
  return expectation.kind !== 'none' && source.location.kind !== 'local';
}

/** Somebody vouches for the image, whatever it boots. */
export function canServe({ image, setup }: TuiState): boolean {
  return setup.can.serve && image !== undefined && image.peek.expectation.kind !== 'none';
}

/** A copy is to be kept, as the person chose. */
export function keeps(state: TuiState): boolean {
  return canKeep(state) && state.image?.keep === true;
}

/** There is a network that the image's live system would not find by itself, and it can be given it. */
export function canHandOn({ image, network }: TuiState): boolean {
  if (network?.handsOn === undefined || image === undefined) return false;
  return rulesOf(image.peek.facts.family).takesNetwork;
}

/** As the person chose for this image, or in general beforehand. */
export function handsOn(state: TuiState): boolean {
  return canHandOn(state) && (state.image?.handOn ?? state.setup.handsOn);
}

/** The person's files that there are and that the image's live system takes. */
export function injectable({ image, setup }: TuiState): readonly InjectionKind[] {
  if (image === undefined) return [];
  return takenKinds(rulesOf(image.peek.facts.family).injects ?? {}, setup.injects);
}

/** As the person chose for this image, or in general beforehand. */
export function injects(state: TuiState): boolean {
  return injectable(state).length > 0 && (state.image?.inject ?? state.setup.injectsAlways);
}

/** `[OK]`, `[~]` and `[X]`. That nothing vouches for an image is asked later, so it is no X. */
export function verdictOf(image: InspectedImage, index: number): 'ok' | 'warning' | 'blocked' {
  const problems = image.rows[index]?.plan.problems ?? [];
  const blockers = blockersOf(problems).filter(({ code }) => code !== 'unverified-image');
  if (blockers.length > 0) return 'blocked';
  return problems.length > 0 ? 'warning' : 'ok';
}

function trustOf(expectation: Expectation): Trust | undefined {
  if (expectation.kind === 'none') return { kind: 'unverified', reason: expectation.reason };
  return expectation.kind === 'digest' ? expectation.trust : undefined;
}
