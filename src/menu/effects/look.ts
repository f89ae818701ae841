import type { Peek, Session } from '../../boot/session/session.ts';
import type { Stage } from '../../core/plan/stage.ts';

/** A look at an image: which one it is, and what is known of it before its bulk is downloaded. */
export interface Look {
  readonly query: string;
  /** Ends it. */
  readonly controller: AbortController;
  /** Where it is, or where it failed. */
  readonly stage: () => Stage;
  readonly peek: Promise<Peek>;
  /** Gives `listener` what was worth the log so far, and from then on. */
  onNote(listener: (text: string) => void): void;
}

export function look(session: Session, query: string): Look {
  const controller = new AbortController();
  const { signal } = controller;
  const notes: string[] = [];
  const listeners: ((text: string) => void)[] = [];
  const onNote = (text: string) => {
    notes.push(text);
    for (const listener of listeners) listener(text);
  };
  let stage: Stage = 'select';
  const run = async () => {
    const source = await session.select(query, { signal, onNote });
    for (const text of source.notes ?? []) onNote(text);
    stage = 'peek';
    return session.peek(source, { signal, onNote });
  };
  return {
    query,
    controller,
    stage: () => stage,
    peek: run(),
    onNote(listener) {
      for (const text of notes) listener(text);
      listeners.push(listener);
    },
  };
}
