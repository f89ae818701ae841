import type { Binding, On } from '../model/binding.ts';
import { listKeys, moveCursor } from '../model/cursor.ts';
import type { Outcome } from '../model/outcome.ts';
import { closeKinds, closeTop, openScreen, replaceTop, stay } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';
import { hurry, isBooting, isLingering, retry } from '../model/tasks.ts';
import { openTool } from './home.ts';

export const inspectingBindings: readonly Binding<'inspecting'>[] = [];

export const progressBindings: readonly Binding<'progress'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'startNow',
    hint: 'startNow',
    when: isLingering,
    act: ({ state }) => hurry(state),
  },
  {
    keys: [{ character: 'x' }, 'ctrl-c'],
    command: 'stop',
    shown: 'x, Ctrl-C',
    help: 'stop',
    hint: 'stop',
    when: isBooting,
    act: ({ state }) => stay(openScreen(state, { kind: 'stop' })),
  },
  {
    keys: [{ character: 'l' }],
    command: 'log',
    shown: 'l',
    help: 'log',
    hint: 'log',
    act: ({ state }) => openTool(state, 'log'),
  },
];

export const stopBindings: readonly Binding<'stop'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'stopBoot',
    hint: 'stopIt',
    act: ({ state }) => stopBoot(state),
  },
];

export const failureBindings: readonly Binding<'failure'>[] = [
  {
    keys: [{ character: 'r' }],
    command: 'retry',
    shown: 'r',
    help: 'tryAgain',
    hint: 'tryAgain',
    when: (state) => !['choose', undefined].includes(topRetry(state)?.op),
    act: tryAgain,
  },
  {
    keys: ['enter', { character: 'r' }],
    command: 'choose',
    shown: 'Enter, r',
    help: 'chooseAgain',
    hint: 'chooseAgain',
    when: (state) => topRetry(state)?.op === 'choose',
    act: tryAgain,
  },
  {
    keys: [{ character: 'l' }],
    command: 'log',
    shown: 'l',
    help: 'log',
    hint: 'log',
    act: ({ state }) => openTool(state, 'log'),
  },
  {
    keys: [{ character: 'q' }],
    command: 'report',
    shown: 'q',
    help: 'report',
    hint: 'report',
    act: ({ state, screen }) =>
      stay(openScreen(state, { kind: 'report', failure: screen.failure })),
  },
  {
    keys: [{ character: 'n' }],
    command: 'network',
    shown: 'n',
    help: 'network',
    hint: 'network',
    when: (state) => state.setup.can.network,
    act: ({ state }) => openTool(state, 'network'),
  },
  {
    keys: [{ character: 's' }],
    command: 'shell',
    shown: 's',
    help: 'shell',
    hint: 'shell',
    when: (state) => state.setup.can.shell,
    act: ({ state }) => openTool(state, 'shell'),
  },
  {
    keys: listKeys,
    shown: 'Up, Down, PgUp, PgDn',
    help: 'scroll',
    act: ({ state, screen, key }) => {
      const lines = screen.failure.stack?.split('\n').length ?? 1;
      return stay(replaceTop(state, { ...screen, offset: moveCursor(screen.offset, lines, key) }));
    },
  },
];

export const reportBindings: readonly Binding<'report'>[] = [];

function tryAgain({ state, screen }: On<'failure'>): Outcome {
  const back = closeTop(state);
  return screen.retry ? retry(back, screen.retry) : stay(back);
}

function topRetry(state: TuiState) {
  const top = state.screens.at(-1);
  return top?.kind === 'failure' ? top.retry : undefined;
}

function stopBoot(state: TuiState): Outcome {
  const closed = closeKinds(state, ['stop', 'progress']);
  if (!state.boot || !isBooting(state)) return stay(closed);
  const { serving, progress } = state.texts;
  const notice = state.boot.choice.serve === true ? serving.stopping : progress.stoppingBoot;
  return stay(
    {
      ...closed,
      boot: { ...state.boot, state: 'stopping' },
      notice,
    },
    { op: 'stop-boot' },
  );
}
