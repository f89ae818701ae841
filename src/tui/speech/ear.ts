/** Hears the keys of every console, for whoever cannot see what they do. */
export interface Ear {
  /** Any key: whatever is being said has been heard enough of. */
  pressed(): void;
  /** A character was typed, or taken back; several if they were pasted. */
  typed(text: string, hidden: boolean): void;
}

/** Nobody listens. */
export const deafEar: Ear = { pressed() {}, typed() {} };
