import { defined } from '../core/defined.ts';
import { createLooksAhead } from '../menu/effects/looks-ahead.ts';
import { createRunEffect } from '../menu/effects/run-effect.ts';
import { createSessionEffects } from '../menu/effects/session-effects.ts';
import { watchMark } from '../menu/effects/watch-mark.ts';
import type { RemotePanel } from '../menu/model/remote.ts';
import type { LeaveHow } from '../menu/model/screen.ts';
import { initialState } from '../menu/model/state.ts';
import { createStore } from '../menu/store.ts';
import { countDown, makeWay, takeBeginning, tellProblems } from './at-the-start.ts';
import { afterKeys } from './console/after-keys.ts';
import type { Console } from './console/console.ts';
import { createSeats, type Seats } from './console/seats.ts';
import { followCatalogue, followRemote, followUpdates, forwardLog } from './follow.ts';
import { setupOf } from './setup-of.ts';
import { deafEar } from './speech/ear.ts';
import type { Speech } from './speech/speech.ts';
import type { TuiOptions } from './tui-options.ts';

export interface TuiResult {
  readonly how: LeaveHow | 'replaced';
}

/** Runs the menu until the person leaves it. A boot that succeeds on a real machine never returns. */
export async function startTui(options: TuiOptions): Promise<TuiResult> {
  const { session, settings, actions, network } = options;
  const { promise: left, resolve: leave } = Promise.withResolvers<TuiResult['how']>();
  let seats: Seats | undefined;
  const looks = createLooksAhead(session);
  let remote: RemotePanel | undefined;
  let speech: Speech | undefined;
  const runEffect = createRunEffect({
    session: createSessionEffects(session, actions.remember ?? (() => {}), looks),
    actions,
    network,
    remote: () => remote,
    consoles: () => seats?.all() ?? [],
    setSpeech: async (on) => speech?.set(on),
    leave,
  });
  const store = createStore(
    initialState({
      ...defined({ language: settings.language, localize: settings.localize }),
      setup: setupOf(options),
      countdown: settings.countdown,
      network: network?.snapshot(),
      ...(options.speech && { speech: options.speech.wanted ? 'on' : 'offered' }),
    }),
    runEffect,
  );
  void options.replaced?.then(makeWay(store, () => leave('replaced')));
  takeBeginning(store, options.consoles);
  remote = options.remote?.(store);
  const showLines = async (on: boolean) => {
    const ui = on ? 'line' : undefined;
    for (const console of options.consoles) await seats?.show(console, ui);
  };
  if (options.speech) {
    const { createSpeech } = await import('./speech/speech.ts');
    speech = createSpeech(options.speech, { store, showLines });
  }
  // Before anything is loaded: keys that are pressed already must not be echoed.
  for (const { stdin } of options.consoles) stdin.setRawMode?.(true);
  seats = createSeats(store, speech?.ear ?? deafEar);
  for (const console of options.consoles) await seats.attach(console);
  const stopWatching = network?.subscribe(() =>
    store.dispatch({ type: 'network', snapshot: network.snapshot() }),
  );
  const stopRemote = followRemote(store, remote, settings.remote);
  const stopLogging = forwardLog(store, actions.log);
  tellProblems(store, settings.problems ?? []);
  const stopCounting = countDown(store);
  await afterKeys();
  options.onFirstFrame?.();
  speech?.start();
  options.arriving?.(letIn(seats));
  for (const updates of options.updates ?? []) void followUpdates(store, updates);
  void followCatalogue(store, session);
  const stopLooking = watchMark(store, looks);
  options.signal?.addEventListener('abort', () => leave('quit'));
  if (options.signal?.aborted === true) leave('quit');
  const how = await left;
  stopLooking();
  stopCounting();
  stopLogging();
  stopWatching?.();
  await stopRemote();
  speech?.close();
  seats.detachAll();
  return { how };
}

/** A terminal that comes while the menu runs is one more console, until it goes. */
function letIn(seats: Seats): (console: Console) => () => void {
  return (console) => {
    void seats.attach(console);
    return () => seats.detach(console);
  };
}
