import type { Session } from '../boot/session/session.ts';
import { defined } from '../core/defined.ts';
import type { LocaleWish } from '../core/families/localize.ts';
import type { ChosenLanguage } from '../core/languages/languages.ts';
import type { NetworkPanel } from '../core/network/panel.ts';
import { createLooksAhead } from '../menu/effects/looks-ahead.ts';
import { createRunEffect } from '../menu/effects/run-effect.ts';
import { createSessionEffects } from '../menu/effects/session-effects.ts';
import { watchMark } from '../menu/effects/watch-mark.ts';
import type { TuiActions } from '../menu/menu-actions.ts';
import type { RemotePanel } from '../menu/model/remote.ts';
import type { LeaveHow } from '../menu/model/screen.ts';
import {
  type AboutSection,
  type CachedImage,
  type Countdown,
  initialState,
  type Keymap,
  type Setup,
  type SetupChanges,
} from '../menu/model/state.ts';
import { createStore, type Store } from '../menu/store.ts';
import { afterKeys } from './console/after-keys.ts';
import type { Console } from './console/console.ts';
import { createSeats, type Seats } from './console/seats.ts';

interface TuiSettings {
  readonly version: string;
  /** What was wrong with the configuration: told at the start, and in the log. */
  readonly problems?: readonly string[];
  /** Boots this after so many seconds without a key. */
  readonly countdown?: Countdown;
  /** Queries booted before, latest first. */
  readonly recent?: readonly string[];
  readonly cached?: readonly CachedImage[];
  readonly keymaps?: readonly Keymap[];
  readonly about?: readonly AboutSection[];
  /** English without. */
  readonly language?: ChosenLanguage;
  /** The language and the keyboard layout that live systems are given. */
  readonly localize?: LocaleWish;
  readonly host?: Setup['host'];
  /** Live systems are given the network unless the person says otherwise. */
  readonly handsOn?: boolean;
  /** Shown on another screen from the start on. */
  readonly remote?: { readonly encrypted: boolean };
  /** The same for the person's own files. */
  readonly injectsAlways?: boolean;
  /** Live systems are given what they can serve their image with. */
  readonly servesOn?: boolean;
  /** Images can be given to other machines. */
  readonly serves?: boolean;
  /** The ways out that this machine offers: an initramfs cannot quit, a desktop is not switched off. */
  readonly leave: readonly LeaveHow[];
}

export interface TuiOptions {
  readonly session: Session;
  /** At least one. All show one state, and all take keys. */
  readonly consoles: readonly Console[];
  readonly settings: TuiSettings;
  readonly actions: TuiActions;
  readonly network?: NetworkPanel;
  /** Serves the menu of that store to another screen. */
  readonly remote?: (store: Store) => RemotePanel;
  /** Consoles that come later: calls back with each; what that returns lets go of it again. */
  readonly arriving?: (attach: (console: Console) => () => void) => void;
  /** What becomes known only after the first frame. */
  readonly updates?: readonly AsyncIterable<SetupChanges>[];
  /** Leaves the menu: its terminal was closed, or somebody asks the program to end. */
  readonly signal?: AbortSignal;
  /** Ends the menu when it resolves, if no key has been pressed by then; else says this. */
  readonly replaced?: Promise<void>;
  /** Called once every console has its first frame, and the keys that were pressed before are answered. */
  readonly onFirstFrame?: () => void;
}

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
  const runEffect = createRunEffect({
    session: createSessionEffects(session, actions.remember ?? (() => {}), looks),
    actions,
    network,
    remote: () => remote,
    consoles: () => seats?.all() ?? [],
    leave,
  });
  const store = createStore(
    initialState({
      ...defined({ language: settings.language, localize: settings.localize }),
      setup: setupOf(options),
      countdown: settings.countdown,
      network: network?.snapshot(),
    }),
    runEffect,
  );
  remote = options.remote?.(store);
  // Before anything is loaded: keys that are pressed already must not be echoed.
  for (const { stdin } of options.consoles) stdin.setRawMode?.(true);
  seats = createSeats(store);
  for (const console of options.consoles) await seats.attach(console);
  const stopWatching = network?.subscribe(() =>
    store.dispatch({ type: 'network', snapshot: network.snapshot() }),
  );
  const stopRemote = followRemote(store, remote, settings.remote);
  const stopLogging = forwardLog(store, actions.log);
  tellProblems(store, settings.problems ?? []);
  void options.replaced?.then(makeWay(store, () => leave('replaced')));
  const stopCounting = countDown(store);
  await afterKeys();
  options.onFirstFrame?.();
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

function setupOf({ session, settings, actions, network, remote }: TuiOptions): Setup {
  return {
    distros: session.distros,
    host: settings.host,
    recent: settings.recent ?? [],
    cached: settings.cached ?? [],
    handsOn: settings.handsOn === true,
    injects: [],
    injectsAlways: settings.injectsAlways === true,
    servesOn: settings.servesOn === true,
    keymaps: actions.loadKeymap ? (settings.keymaps ?? []) : [],
    about: settings.about ?? [],
    version: settings.version,
    can: {
      network: network !== undefined,
      shell: actions.shell !== undefined,
      saveLog: actions.saveLog !== undefined,
      remote: remote !== undefined,
      serve: settings.serves === true,
      quit: settings.leave.includes('quit'),
      reboot: settings.leave.includes('reboot'),
      powerOff: settings.leave.includes('power-off'),
    },
  };
}

/** Shows it where it is wanted from the start on; nobody is in the way of it then. */
function followRemote(
  store: Store,
  remote: RemotePanel | undefined,
  wanted: TuiSettings['remote'],
): () => Promise<void> {
  if (remote === undefined) return async () => {};
  const unsubscribe = remote.subscribe(() =>
    store.dispatch({ type: 'remote', snapshot: remote.snapshot() }),
  );
  if (wanted !== undefined) store.dispatch({ type: 'remote-wanted', ...wanted });
  return async () => {
    unsubscribe();
    await remote.stop();
  };
}

/** All of them in the log; one line is all that there is room for on the screen. */
function tellProblems(store: Store, problems: readonly string[]): void {
  for (const text of problems) store.dispatch({ type: 'log', text, time: Date.now() });
  const [first] = problems;
  if (first === undefined) return;
  const count = problems.length;
  store.dispatch({
    type: 'notice',
    text: count === 1 ? first : ({ settings }) => settings.wrong({ count }),
  });
}

async function followUpdates(store: Store, updates: AsyncIterable<SetupChanges>): Promise<void> {
  try {
    for await (const changes of updates) store.dispatch({ type: 'setup', changes });
  } catch (error) {
    // The menu does without a stick that cannot be read.
    const text = `looking for images on this machine: ${(error as Error).message}`;
    store.dispatch({ type: 'log', text, time: Date.now() });
  }
}

/** A newer catalogue takes the place of the built-in one as soon as there is a network. */
async function followCatalogue(store: Store, session: Session): Promise<void> {
  const newer = await session.newer?.().catch(() => undefined);
  if (newer === undefined) return;
  const { distros, note } = newer;
  store.dispatch({ type: 'log', text: note, time: Date.now() });
  if (distros === undefined) return;
  store.dispatch({ type: 'setup', changes: { distros } });
  store.dispatch({ type: 'notice', text: note });
}

/** Nobody's work is taken from under their hands. */
function makeWay(store: Store, leave: () => void): () => void {
  let touched = false;
  store.subscribe(({ type }) => {
    touched ||= type === 'key' || type === 'verb';
  });
  return () => {
    if (touched) store.dispatch({ type: 'notice', text: ({ settings }) => settings.late });
    else leave();
  };
}

function forwardLog(store: Store, log: TuiActions['log']): () => void {
  let last = store.state().log.at(-1);
  return store.subscribe(() => {
    const line = store.state().log.at(-1);
    if (line && line !== last) log?.(line.text);
    last = line;
  });
}

/** A timer only while there is something to count. */
function countDown(store: Store): () => void {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  if (store.state().countdown) {
    timer = setInterval(() => store.dispatch({ type: 'second' }), 1000);
  }
  const unsubscribe = store.subscribe(() => {
    if (!store.state().countdown) stop();
  });
  return () => {
    stop();
    unsubscribe();
  };
}
