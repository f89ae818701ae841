/** What is being tried, at most one thing an interface. */
export interface Attempts {
  /** Whoever asks again takes part in what is under way already. */
  run(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Cancels it and waits for its end; nothing happens where nothing is tried. */
  stop(name: string): Promise<void>;
}

export function createAttempts(
  onFailure: (name: string, error: unknown, cancelled: boolean) => Promise<void>,
): Attempts {
  const running = new Map<
    string,
    { readonly abort: AbortController; readonly done: Promise<void> }
  >();
  return {
    run(name, work) {
      const known = running.get(name);
      if (known !== undefined) return known.done;
      const abort = new AbortController();
      const attempt = async () => {
        try {
          await work(abort.signal);
        } catch (error) {
          await onFailure(name, error, abort.signal.aborted);
          throw error;
        } finally {
          running.delete(name);
        }
      };
      const done = attempt();
      running.set(name, { abort, done });
      return done;
    },
    async stop(name) {
      const known = running.get(name);
      known?.abort.abort();
      await known?.done.catch(() => {});
    },
  };
}
