import type { FailureReport } from '../../core/plan/boot-event.ts';
import { problemText } from '../text/problem-text.ts';
import type { Action } from './action.ts';
import { foldBootEvent, logText } from './boot-fold.ts';
import { withLogLine } from './log.ts';
import type { Outcome } from './outcome.ts';
import { closeKinds, openScreen, stay, topOf } from './outcome.ts';
import type { Retry } from './screen.ts';
import type { BootRun, TuiState } from './state.ts';

type MenuFound = Extract<Action, { readonly type: 'menu-found' }>;
type BootEventAction = Extract<Action, { readonly type: 'boot-event' }>;

export function applyBootEvent(state: TuiState, action: BootEventAction): Outcome {
  if (state.boot?.task !== action.task) return stay(state);
  const text = logText(action.event);
  const logged = text === undefined ? state : withLogLine(state, text, action.time);
  const boot = foldBootEvent(state.boot, action.event);
  const folded = { ...logged, boot };
  if (action.event.type !== 'failed') return stay(folded);
  return state.boot.state === 'stopping'
    ? stay(stopped(folded, boot))
    : stay(showFailure(folded, boot, action.event.failure));
}

/** The stream ended: after a stop, a dry run, or without a word. */
export function endBoot(state: TuiState, task: number): Outcome {
  const { boot } = state;
  if (boot?.task !== task) return stay(state);
  if (boot.state === 'stopping') return stay(stopped(state, boot));
  if (boot.state !== 'running') return stay(state);
  return stay({ ...state, boot: { ...boot, state: 'finished', stage: undefined } });
}

/** An image that was served is there to be booted. */
function stopped(state: TuiState, { choice, image, inMemory }: BootRun): TuiState {
  const over = { ...state, boot: undefined };
  const { progress, serving } = state.texts;
  if (choice.serve !== true) return { ...over, notice: progress.stopped };
  const notice = serving.stopped;
  if (inMemory === undefined || state.image?.query !== image.query) return { ...over, notice };
  const peek = { ...state.image.peek, inMemory };
  return { ...over, notice, image: { ...state.image, peek } };
}

/** Opens the failure unless the person is busy elsewhere; home leads to it as well. */
function showFailure(state: TuiState, boot: BootRun, failure: FailureReport): TuiState {
  const watching = ['progress', 'stop', 'home', 'inspecting'].includes(topOf(state).kind);
  const closed = closeKinds(state, ['progress', 'stop']);
  if (!watching) {
    const message = problemText(state.texts, { code: failure.code, text: failure.message });
    return { ...closed, notice: state.texts.progress.bootFailed({ message }) };
  }
  return openScreen(closed, failureScreen(boot, failure));
}

/** The image is in memory by now, and its menu is another one than was shown. */
export function findMenu(state: TuiState, { task, peek, rows }: MenuFound): Outcome {
  const { boot } = state;
  if (boot?.task !== task) return stay(state);
  const found = { query: boot.image.query, peek, rows, edits: new Map() };
  return stay({ ...state, boot: { ...boot, found } });
}

function retryOf({ choice, image, found }: BootRun): Retry {
  return found === undefined ? { op: 'boot', image, choice } : { op: 'choose', image: found };
}

export function failureScreen(boot: BootRun, failure: FailureReport) {
  return {
    kind: 'failure',
    failure,
    retry: retryOf(boot),
    offset: 0,
  } as const;
}
