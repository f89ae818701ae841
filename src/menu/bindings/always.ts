import type { Binding, On } from '../model/binding.ts';
import { isAddress } from '../model/home-items.ts';
import type { Outcome } from '../model/outcome.ts';
import { closeTop, openScreen, stay, topOf } from '../model/outcome.ts';
import type { ScreenKind } from '../model/screen.ts';
import { setSpeech } from '../model/speech.ts';
import type { TuiState } from '../model/state.ts';
import { openTool } from './home.ts';

/** Keys of every screen, looked at before the screen's own. */
export const commonBindings: readonly Binding<ScreenKind>[] = [
  {
    keys: ['f1'],
    shown: 'F1',
    command: 'help',
    help: 'keys',
    hint: 'f1Keys',
    when: takesText,
    act: openHelp,
  },
  {
    keys: [{ character: '?' }, 'f1'],
    shown: '?, F1',
    command: 'help',
    help: 'keys',
    hint: 'keys',
    when: (state) => !takesText(state),
    act: openHelp,
  },
  {
    keys: ['f2'],
    command: 'url',
    shown: 'F2',
    help: 'address',
    act: ({ state }) => openTool(state, 'url'),
  },
  {
    keys: ['f3'],
    command: 'network',
    shown: 'F3',
    help: 'network',
    when: (state) => state.setup.can.network,
    act: ({ state }) => openTool(state, 'network'),
  },
  {
    keys: ['f4'],
    command: 'log',
    shown: 'F4',
    help: 'log',
    act: ({ state }) => openTool(state, 'log'),
  },
  {
    keys: ['f6'],
    command: 'about',
    shown: 'F6',
    help: 'about',
    act: ({ state }) => openTool(state, 'about'),
  },
  {
    keys: ['f8'],
    command: 'shell',
    shown: 'F8',
    help: 'shell',
    when: (state) => state.setup.can.shell,
    act: ({ state }) => openTool(state, 'shell'),
  },
  {
    keys: ['f9'],
    command: 'remote',
    shown: 'F9',
    help: 'remote',
    when: (state) => state.setup.can.remote,
    act: ({ state }) => openTool(state, 'remote'),
  },
  {
    keys: ['f7'],
    command: 'speech',
    shown: 'F7',
    help: 'speech',
    when: (state) => state.setup.can.speech,
    act: ({ state }) => setSpeech(state, state.speech !== 'on'),
  },
  {
    keys: [{ character: 's' }],
    command: 'speech',
    shown: 's',
    help: 'speechOffer',
    hint: 'speech',
    when: isSpeechOffered,
    act: ({ state }) => setSpeech(state, true),
  },
  {
    keys: ['ctrl-l'],
    command: 'redraw',
    shown: 'Ctrl-L',
    help: 'redraw',
    act: ({ state }) => stay(state, { op: 'redraw' }),
  },
];

/** The way back, looked at after the screen's own keys. */
export const backBindings: readonly Binding<ScreenKind>[] = [
  {
    keys: ['escape', 'ctrl-c'],
    command: 'back',
    shown: 'Esc, Ctrl-C',
    help: 'back',
    hint: 'back',
    when: (state) => state.screens.length > 1,
    act: goBack,
  },
];

function goBack({ state, screen }: On<ScreenKind>): Outcome {
  const back = closeTop(state);
  if (screen.kind !== 'inspecting') return stay(back);
  return stay({ ...back, inspecting: undefined, autoBoot: undefined }, { op: 'stop-inspecting' });
}

function openHelp({ state, screen }: On<ScreenKind>): Outcome {
  if (screen.kind === 'help') return stay(state);
  return stay(openScreen(state, { kind: 'help', about: screen.kind, offset: 0 }));
}

/** Before anything was typed: then it is a letter like any other. */
function isSpeechOffered(state: TuiState): boolean {
  const top = topOf(state);
  return state.speech === 'offered' && top.kind === 'home' && top.query === '';
}

/** On these screens a question mark is text. */
function takesText(state: TuiState): boolean {
  const top = topOf(state);
  switch (top.kind) {
    case 'home':
      return isAddress(top.query);
    case 'url':
    case 'cmdline':
    case 'unverified':
    case 'join':
    case 'address':
      return true;
    default:
      return false;
  }
}
