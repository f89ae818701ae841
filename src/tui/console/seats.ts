import { describeFailure } from '../../boot/run/failure.ts';
import type { Store } from '../../menu/store.ts';
import type { Ear } from '../speech/ear.ts';
import type { AttachedConsole } from './attached-console.ts';
import type { Console } from './console.ts';
import { loadScreenConsole } from './load-screen-console.ts';

/** The consoles that show the menu; they come and go. */
export interface Seats {
  readonly all: () => readonly AttachedConsole[];
  /** Resolves once the first frame is drawn. */
  attach(console: Console): Promise<void>;
  detach(console: Console): void;
  detachAll(): void;
  /** Shows the menu there in another way, or as the console itself has it. */
  show(console: Console, ui?: Console['ui']): Promise<void>;
}

/** Plain, cursor visible, everything erased, at the top. */
const emptyScreen = '\x1b[0m\x1b[?25h\x1b[2J\x1b[H';

export function createSeats(store: Store, ear: Ear): Seats {
  /** By the console that was given; undefined while what draws on it is loaded. */
  const seats = new Map<Console, AttachedConsole | undefined>();

  const sit = async (seat: Console, console: Console) => {
    const onFault = (error: unknown) => {
      const failure = describeFailure(error, 'select');
      store.dispatch({ type: 'fault', failure, time: Date.now() });
      const { painted: _, ...empty } = console;
      void sit(seat, empty);
    };
    const attached = await attachTo(console, { store, ear, onFault });
    if (seats.has(seat)) seats.set(seat, attached);
    else attached.detach();
  };
  const detach = (seat: Console) => {
    seats.get(seat)?.detach();
    seats.delete(seat);
  };

  return {
    all: () => [...seats.values()].filter((attached) => attached !== undefined),
    async attach(console) {
      seats.set(console, undefined);
      await sit(console, console);
    },
    detach,
    async show(console, ui = console.ui) {
      const shown = seats.get(console);
      if (shown === undefined || shown.console.ui === ui) return;
      shown.detach();
      console.stdout.write(emptyScreen);
      const { painted: _, ...empty } = console;
      await sit(console, { ...empty, ui });
    },
    detachAll() {
      for (const seat of [...seats.keys()]) detach(seat);
    },
  };
}

/** Drawing that ends by a fault of ours begins anew, with the fault in place of the screen. */
async function attachTo(
  console: Console,
  { store, ear, onFault }: { store: Store; ear: Ear; onFault: (error: unknown) => void },
): Promise<AttachedConsole> {
  if (console.ui === 'line') {
    if (console.painted !== undefined) console.stdout.write(emptyScreen);
    const { attachLineMode } = await import('../line-mode/line-console.ts');
    return attachLineMode(console, store, ear);
  }
  const { attachScreen } = await loadScreenConsole();
  return attachScreen(console, store, onFault);
}
