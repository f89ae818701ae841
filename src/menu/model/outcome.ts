import type { Effect } from './action.ts';
import type { Screen } from './screen.ts';
import type { TuiState } from './state.ts';

/** The state after an action, and what is to be done now. */
export interface Outcome {
  readonly state: TuiState;
  readonly effects: readonly Effect[];
}

export function stay(state: TuiState, ...effects: readonly Effect[]): Outcome {
  return { state, effects };
}

export function topOf(state: TuiState): Screen {
  return state.screens.at(-1) ?? state.screens[0];
}

/** The top screen in another form of itself. */
export function replaceTop(state: TuiState, screen: Screen): TuiState {
  const [home, ...above] = state.screens;
  if (above.length === 0) return { ...state, screens: [screen] };
  return { ...state, screens: [home, ...above.slice(0, -1), screen] };
}

/** Opens a screen; one of its kind that is open already goes, so that the stack stays short. */
export function openScreen(state: TuiState, screen: Screen): TuiState {
  const [home, ...above] = state.screens;
  const others = above.filter((open) => open.kind !== screen.kind);
  return { ...state, screens: [home, ...others, screen] };
}

/** Back by one screen. What was typed there is kept as a draft. */
export function closeTop(state: TuiState): TuiState {
  const [home, ...above] = state.screens;
  const top = above.at(-1);
  if (!top) return state;
  const drafts = { ...state.drafts, ...draftsOf(top) };
  return { ...state, drafts, screens: [home, ...above.slice(0, -1)] };
}

/** Takes every screen of these kinds off, wherever in the stack it is. */
export function closeKinds(state: TuiState, kinds: readonly Screen['kind'][]): TuiState {
  const [home, ...above] = state.screens;
  return { ...state, screens: [home, ...above.filter((screen) => !kinds.includes(screen.kind))] };
}

export function draftOf(state: TuiState, key: string, fallback = ''): string {
  return state.drafts[key] ?? fallback;
}

function draftsOf(screen: Screen): Readonly<Record<string, string>> {
  if (screen.kind === 'url' || screen.kind === 'cmdline') {
    return { [screen.draft]: screen.field.text };
  }
  if ('fields' in screen) {
    return Object.fromEntries(screen.fields.map(({ draft, field }) => [draft, field.text]));
  }
  return {};
}
