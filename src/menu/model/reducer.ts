import { languageOf } from '../../core/languages/languages.ts';
import { say } from '../../core/languages/say.ts';
import { applyVerb } from '../bindings/apply-verb.ts';
import { pressKey } from '../bindings/press-key.ts';
import { sshNotice } from '../text/ssh-text.ts';
import type { Action } from './action.ts';
import { applyBootEvent, endBoot, findMenu } from './boot-results.ts';
import { homeItems, itemAt, itemKey } from './home-items.ts';
import { failInspection, finishInspection } from './inspection-results.ts';
import { withLogLine } from './log.ts';
import type { Outcome } from './outcome.ts';
import { closeKinds, closeTop, openScreen, stay, topOf } from './outcome.ts';
import type { RemoteSnapshot } from './remote.ts';
import { withoutSpeechOffer } from './speech.ts';
import type { SetupChanges, TuiState } from './state.ts';
import { inspect } from './tasks.ts';

/** The whole behaviour of the menu: pure; what is to be done comes back as data. */
export function reduce(state: TuiState, action: Action): Outcome {
  switch (action.type) {
    case 'key':
      return answerOffer(pressKey(state, action.key, action.console));
    case 'verb':
      return answerOffer(applyVerb(state, action.verb, action.console));
    case 'marked':
      return answerOffer(stay(withBeginning({ ...state, countdown: undefined }, action)));
    case 'second':
      return countDown(state);
    case 'inspected':
      return finishInspection(state, action);
    case 'inspection-failed':
      return failInspection(state, action);
    case 'boot-event':
      return applyBootEvent(state, action);
    case 'menu-found':
      return findMenu(state, action);
    case 'boot-ended':
      return endBoot(state, action.task);
    case 'network':
      return stay({ ...state, network: action.snapshot });
    case 'remote':
      return stay(withRemote(state, action.snapshot));
    case 'remote-wanted':
      return stay(openScreen(state, { kind: 'remote' }), {
        op: 'start-remote',
        encrypted: action.encrypted,
      });
    case 'setup':
      return stay(withNews(withSetup(state, action.changes), action.changes));
    case 'log':
      return stay(withLogLine(state, action.text, action.time));
    case 'notice':
      return stay({ ...state, notice: noticeText(state, action.text) });
    case 'language':
      return stay(withLanguage(state, action));
    case 'speech-offer-over':
      return stay(withoutSpeechOffer(state));
    case 'fault':
      return showFault(state, action);
  }
}

function answerOffer({ state, effects }: Outcome): Outcome {
  return { state: withoutSpeechOffer(state), effects };
}

function noticeText(
  { texts }: TuiState,
  text: Extract<Action, { readonly type: 'notice' }>['text'],
): string {
  return typeof text === 'string' ? say(texts, text) : text(texts);
}

function withLanguage(
  state: TuiState,
  { code, texts }: Extract<Action, { readonly type: 'language' }>,
): TuiState {
  const notice = texts.language.chosen({ name: languageOf(code).name });
  const localize = { ...state.localize, language: code };
  return { ...closeKinds(state, ['language']), language: code, texts, localize, notice };
}

/** Rows of home come and go; the mark stays on the one that a person may be about to choose. */
function withSetup(state: TuiState, changes: SetupChanges): TuiState {
  const changed = { ...state, setup: { ...state.setup, ...changes } };
  const [home] = state.screens;
  const marked = home.kind === 'home' ? itemAt(homeItems(state), home.cursor) : undefined;
  return marked === undefined ? changed : withMark(changed, itemKey(marked));
}

/** In place of any other beginning: on each of two consoles somebody may have pressed keys. */
function withBeginning(
  state: TuiState,
  { item, search = '' }: Extract<Action, { readonly type: 'marked' }>,
): TuiState {
  const [home, ...above] = state.screens;
  if (home.kind !== 'home') return state;
  const searched: TuiState = {
    ...state,
    screens: [{ ...home, query: search, cursor: 0 }, ...above],
  };
  return item === undefined ? searched : withMark(searched, item);
}

/** With home's mark on that item, if it is there. */
function withMark(state: TuiState, key: string): TuiState {
  const [home, ...above] = state.screens;
  const cursor = homeItems(state).findIndex((item) => itemKey(item) === key);
  if (home.kind !== 'home' || cursor === -1) return state;
  return { ...state, screens: [{ ...home, cursor }, ...above] };
}

/** The key has to be compared before somebody logs in. */
function withNews(state: TuiState, { ssh }: SetupChanges): TuiState {
  return ssh === undefined ? state : { ...state, notice: sshNotice(state.texts, ssh) };
}

/** Once a browser has the menu, its address is of no more use: both show what can be booted. */
function withRemote(state: TuiState, remote: RemoteSnapshot): TuiState {
  const told = { ...state, remote };
  return remote.kind === 'connected' && state.remote.kind !== 'connected'
    ? closeKinds(told, ['remote'])
    : told;
}

/** In place of the screen that has the fault; home stays below, whatever it is. */
function showFault(
  state: TuiState,
  { failure, time }: Extract<Action, { readonly type: 'fault' }>,
): Outcome {
  const logged = withLogLine(state, failure.stack ?? failure.message, time);
  const closed = topOf(state).kind === 'failure' ? logged : closeTop(logged);
  return stay(openScreen(closed, { kind: 'failure', failure, retry: undefined, offset: 0 }));
}

function countDown(state: TuiState): Outcome {
  const { countdown } = state;
  if (!countdown) return stay(state);
  if (countdown.secondsLeft > 1) {
    return stay({
      ...state,
      countdown: { ...countdown, secondsLeft: countdown.secondsLeft - 1 },
    });
  }
  const over = { ...state, countdown: undefined, autoBoot: { entry: countdown.entry } };
  return inspect(over, countdown.query);
}
