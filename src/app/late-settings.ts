/** Settings on a stick that came up after the menu. */
export interface LateSettings {
  /** Resolves when there are some; the menu then makes way for a new start. */
  readonly found: Promise<void>;
  /** To be called after each change of what is mounted. */
  look(): Promise<void>;
  /** Those that there are from now on are webboot's own: a person has chosen them in the menu. */
  ownUp(): void;
}

/** `hasSettings` says whether there are any; those that are there now do not count as late. */
export async function watchForSettings(hasSettings: () => Promise<boolean>): Promise<LateSettings> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let hadSettings = await hasSettings();
  return {
    found: promise,
    async look() {
      if (hadSettings || !(await hasSettings())) return;
      resolve();
    },
    ownUp() {
      hadSettings = true;
    },
  };
}
