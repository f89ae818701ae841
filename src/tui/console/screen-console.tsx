import { render } from 'ink';
import { useSyncExternalStore } from 'react';
import { topOf } from '../../menu/model/outcome.ts';
import { createPresenter, type Presenter } from '../../menu/presenter.ts';
import type { Store } from '../../menu/store.ts';
import { loadScreen, ScreenView } from '../screens/screen-view.tsx';
import type { AttachedConsole } from './attached-console.ts';
import { type Console, type ConsoleSize, sizeOf } from './console.ts';
import { createFrameSink } from './frame-sink.ts';
import { createKeyInput } from './key-input.ts';
import { createPainter } from './painter.ts';
import { shownState } from './shown-state.ts';
import { askUnsized } from './unsized.ts';

/** Between two drawings of a download's progress. */
const slowIntervalMs = 1000;
const fastIntervalMs = 200;

/** Draws the menu on one console, and feeds that console's keys to the store. */
export function attachScreen(
  console: Console,
  store: Store,
  /** Drawing came to an end by a fault; the console is free again. */
  onFault: (error: unknown) => void,
): AttachedConsole {
  const painter = createPainter(console);
  const presenter = createPresenter(store, {
    progressIntervalMs: console.slow ? slowIntervalMs : fastIntervalMs,
  });
  const input = createKeyInput(console, (key) =>
    store.dispatch({ type: 'key', key, console: console.name }),
  );
  let size = sizeOf(console.stdout);
  let frame = '';
  let suspended = false;

  /** Whoever reads slowly gets the latest frame only: those in between are not drawn. */
  const paint = () => {
    if (!suspended && !console.stdout.writableNeedDrain) painter.paint(frame, size);
  };
  const sink = createFrameSink(size, (next) => {
    frame = next;
    paint();
  });
  const app = () => <App presenter={presenter} size={size} charset={console.charset} />;
  const instance = render(app(), {
    stdout: sink as unknown as NodeJS.WriteStream,
    debug: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });

  const redraw = () => {
    askUnsized(console.stdout);
    painter.forget();
    paint();
  };
  const resize = () => {
    size = sizeOf(console.stdout);
    Object.assign(sink, size);
    painter.forget();
    instance.rerender(app());
  };
  const loadTop = () => {
    void loadScreen(topOf(presenter.state()).kind).then((isNew) => {
      if (isNew) instance.rerender(app());
    });
  };
  const unsubscribe = presenter.subscribe(loadTop);
  loadTop();
  console.stdout.on('resize', resize);
  console.stdout.on('drain', paint);
  input.start();
  askUnsized(console.stdout);

  const detach = () => {
    suspended = true;
    unsubscribe();
    presenter.close();
    console.stdout.off('resize', resize);
    console.stdout.off('drain', paint);
    instance.unmount();
    input.close();
    painter.release();
  };
  instance.waitUntilExit().catch((error: unknown) => {
    detach();
    onFault(error);
  });

  return {
    console,
    redraw,
    suspend() {
      suspended = true;
      input.stop();
      painter.release();
    },
    resume() {
      suspended = false;
      input.start();
      askUnsized(console.stdout);
      resize();
    },
    detach,
  };
}

function App({
  presenter,
  size,
  charset,
}: {
  readonly presenter: Presenter;
  readonly size: ConsoleSize;
  readonly charset: Console['charset'];
}) {
  const state = useSyncExternalStore(presenter.subscribe, presenter.state);
  return <ScreenView view={{ state: shownState(state, charset), size, charset }} />;
}
