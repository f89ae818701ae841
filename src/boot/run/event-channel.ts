import type { BootEvent } from '../../core/plan/boot-event.ts';

export type Emit = (event: BootEvent) => void;

/** Turns work that reports by callback into a stream of events that ends with its result. */
export async function* streamEvents<T>(
  work: (emit: Emit) => Promise<T>,
): AsyncGenerator<BootEvent, T> {
  const queue: BootEvent[] = [];
  let wake = (): void => {};
  let settled = false;
  const result = work((event) => {
    queue.push(event);
    wake();
  });
  // The rejection is thrown to the reader by the last line; here it only ends the loop.
  result
    .then(
      () => {},
      () => {},
    )
    .finally(() => {
      settled = true;
      wake();
    });
  for (;;) {
    const event = queue.shift();
    if (event !== undefined) {
      yield event;
    } else if (settled) {
      return await result;
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}
