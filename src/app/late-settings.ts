/** Settings on a stick that came up after the menu. */
export interface LateSettings {
  /** Resolves when there are some; the menu then makes way for a new start. */
  readonly found: Promise<void>;
  /** To be called after each change of what is mounted. */
  look(): Promise<void>;
}

/**
 * `hasSettings` says whether there are any that somebody else has put there; those that are there now do not count
 * as late. `write` writes what waits for the stick, which a new start finds there.
 */
export async function watchForSettings(
  hasSettings: () => Promise<boolean>,
  write: () => Promise<void>,
): Promise<LateSettings> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const hadSettings = await hasSettings();
  return {
    found: promise,
    async look() {
      const areLate = !hadSettings && (await hasSettings());
      await write();
      if (areLate) resolve();
    },
  };
}
