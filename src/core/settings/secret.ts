/** A text that no print shows: JSON, templates and logs get `[hidden]` in its place. */
export interface Secret {
  /** Only for the one who needs it. */
  readonly reveal: () => string;
  readonly toJSON: () => string;
  readonly toString: () => string;
}

/** Stands for what is not shown. */
export const hidden = '[hidden]';

export function secret(text: string): Secret {
  return { reveal: () => text, toJSON: () => hidden, toString: () => hidden };
}
