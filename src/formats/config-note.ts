/** Something about a boot configuration that its reader should know; never fatal. */
export interface ConfigNote {
  readonly kind:
    | 'syntax'
    | 'limit'
    | 'unknown-command'
    | 'unresolved'
    | 'missing-file'
    | 'other-device';
  /** The file of the tree that it is about. */
  readonly path: string;
  readonly text: string;
}

/** Nobody reads more, and a hostile configuration could make millions. */
const keptNotes = 100;

/** Adds a note unless it is there already. */
export function addConfigNote(notes: ConfigNote[], note: ConfigNote): void {
  const known = notes.some(
    ({ kind, path, text }) => kind === note.kind && path === note.path && text === note.text,
  );
  if (!known && notes.length < keptNotes) notes.push(note);
}
