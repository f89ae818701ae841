import { parseCmdline } from '../../core/cmdline.ts';
import { speaks } from '../../core/families/localize.ts';
import { rollbackOf } from '../../core/plan/age-problems.ts';
import type { Action } from './action.ts';
import type { InspectedImage } from './inspected-image.ts';
import type { Outcome } from './outcome.ts';
import { stay } from './outcome.ts';
import type { Screen } from './screen.ts';
import type { TuiState } from './state.ts';
import { boot, choiceOf, verdictOf } from './tasks.ts';

type Result<T extends Action['type']> = Extract<Action, { readonly type: T }>;

/** The image is known: its entries take the place of the waiting screen, wherever that is. */
export function finishInspection(state: TuiState, result: Result<'inspected'>): Outcome {
  const { inspecting } = state;
  if (inspecting?.task !== result.task) return stay(state);
  const image = {
    query: inspecting.query,
    peek: result.peek,
    rows: result.rows,
    edits: new Map(),
  };
  const spoken = state.autoBoot === undefined ? spokenIndex(state, image) : -1;
  const cursor = Math.max(0, spoken === -1 ? entryIndex(image, state.autoBoot?.entry) : spoken);
  const known = {
    ...replaceWaiting(state, { kind: 'entries', cursor }),
    image,
    inspecting: undefined,
    autoBoot: undefined,
  };
  return state.autoBoot ? autoBoot(known, image, state.autoBoot.entry) : stay(known);
}

export function failInspection(state: TuiState, result: Result<'inspection-failed'>): Outcome {
  const { inspecting } = state;
  if (inspecting?.task !== result.task) return stay(state);
  const { failure } = result;
  const retry = { op: 'inspect', query: inspecting.query } as const;
  const failed = replaceWaiting(state, { kind: 'failure', failure, retry, offset: 0 });
  return stay({ ...failed, inspecting: undefined, autoBoot: undefined });
}

/** After a countdown: only what needs no decision is started without a person. */
function autoBoot(state: TuiState, image: InspectedImage, wanted: string | undefined): Outcome {
  const texts = state.texts.entries;
  const index = entryIndex(image, wanted);
  const row = image.rows[index];
  if (!row) {
    const notice = wanted === undefined ? texts.noDefault : texts.missing({ name: wanted });
    return stay({ ...state, notice });
  }
  if (image.peek.expectation.kind === 'none' || verdictOf(image, index) === 'blocked') {
    return stay({ ...state, notice: texts.notUnattended });
  }
  if (rollbackOf(row.plan) !== undefined) {
    return stay({ ...state, notice: texts.tooOld });
  }
  return boot(state, choiceOf(state, image, row.entry.id));
}

/** The image's own entry for people who listen, if that is what the person does; -1 without. */
export function spokenIndex({ localize }: TuiState, { peek, rows }: InspectedImage): number {
  if (localize.speech !== true) return -1;
  return rows.findIndex(({ entry }) => speaks(peek.facts.family, parseCmdline(entry.cmdline)));
}

/** By id or title; without a wish the image's default, else its first. */
function entryIndex(image: InspectedImage, wanted: string | undefined): number {
  const entries = image.rows.map(({ entry }) => entry);
  if (wanted !== undefined) {
    return entries.findIndex(({ id, title }) => id === wanted || title === wanted);
  }
  const marked = entries.findIndex((entry) => entry.default);
  return marked === -1 && entries.length > 0 ? 0 : marked;
}

function replaceWaiting(state: TuiState, screen: Screen): TuiState {
  const [home, ...above] = state.screens;
  const others = above.filter(({ kind }) => kind !== screen.kind);
  const replaced = others.map((open) => (open.kind === 'inspecting' ? screen : open));
  return { ...state, screens: [home, ...replaced] };
}
