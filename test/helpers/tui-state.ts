import type { Session } from '../../src/boot/session/session.ts';
import type { Key, KeyName } from '../../src/menu/keys/key.ts';
import type { Action, Effect } from '../../src/menu/model/action.ts';
import { homeItems } from '../../src/menu/model/home-items.ts';
import { reduce } from '../../src/menu/model/reducer.ts';
import { initialState, type Setup, type TuiState } from '../../src/menu/model/state.ts';
import { createFakeNetwork } from './fake-network.ts';
import { createFakeSession, fakeDistros } from './fake-session.ts';

export function stateOf(
  changes: Partial<Setup> = {},
  countdown: TuiState['countdown'] = undefined,
): TuiState {
  return initialState({
    setup: {
      distros: fakeDistros,
      host: { arch: 'x86_64', ramBytes: 7.9e9 },
      recent: [],
      cached: [],
      handsOn: false,
      injects: [],
      injectsAlways: false,
      servesOn: false,
      keymaps: [],
      about: [],
      version: '0.1.0',
      can: {
        network: true,
        shell: true,
        quit: true,
        reboot: false,
        powerOff: false,
        saveLog: true,
        remote: true,
        serve: true,
        speech: false,
      },
      ...changes,
    },
    countdown,
    network: createFakeNetwork().snapshot(),
  });
}

/** "enter" and the like are keys; everything else is typed character by character. */
export type KeyInput = KeyName | { readonly type: string };

export function keysOf(...input: readonly KeyInput[]): readonly Key[] {
  return input.flatMap((part): readonly Key[] =>
    typeof part === 'string'
      ? [{ name: part }]
      : [...part.type].map((text) => ({ name: 'text', text })),
  );
}

export interface Played {
  readonly state: TuiState;
  readonly effects: readonly Effect[];
}

export function play(state: TuiState, actions: readonly (Action | Key)[]): Played {
  const effects: Effect[] = [];
  let current = state;
  for (const action of actions) {
    const outcome = reduce(current, 'type' in action ? action : { type: 'key', key: action });
    current = outcome.state;
    effects.push(...outcome.effects);
  }
  return { state: current, effects };
}

/** The action that answers an inspection, as the session would. */
export async function inspectedAction(
  query: string,
  task: number,
  session: Session = createFakeSession(),
): Promise<Action> {
  const peek = await session.peek(await session.select(query));
  const rows = peek.facts.entries.map((entry) => ({
    entry,
    plan: session.plan(peek, { entry: entry.id }),
  }));
  return { type: 'inspected', task, peek, rows };
}

/** The entries of an image, as they are shown once it is inspected. */
export async function atEntries(query = 'debian/standard'): Promise<TuiState> {
  const asked = play(stateOf({ recent: [query] }), keysOf('enter'));
  return play(asked.state, [await inspectedAction(query, 1)]).state;
}

/** What home offers, from above: ids of distros, names of tools, and kinds of anything else. */
export function homeNames(state: TuiState): readonly string[] {
  return homeItems(state).map((item) => {
    if (item.kind === 'distro') return item.distro.id;
    return item.kind === 'tool' ? item.tool : item.kind;
  });
}
