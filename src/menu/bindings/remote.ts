import type { Binding } from '../model/binding.ts';
import { stay } from '../model/outcome.ts';
import type { TuiState } from '../model/state.ts';

export const remoteBindings: readonly Binding<'remote'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'showRemote',
    hint: 'start',
    when: isOff,
    act: ({ state }) => stay(state, { op: 'start-remote', encrypted: true }),
  },
  {
    keys: [{ character: 'p' }],
    command: 'plain',
    shown: 'p',
    help: 'showPlain',
    hint: 'plain',
    when: isOff,
    act: ({ state }) => stay(state, { op: 'start-remote', encrypted: false }),
  },
  {
    keys: [{ character: 'x' }],
    command: 'stop',
    shown: 'x',
    help: 'endRemote',
    hint: 'end',
    when: (state) => !isOff(state),
    act: ({ state }) => stay(state, { op: 'stop-remote' }),
  },
];

function isOff({ remote }: TuiState): boolean {
  return remote.kind === 'off';
}
