import type { Texts } from '../languages/texts.ts';

/** What comes of the texts that a person has typed into the fields of a form. */
export type FormResult<Value, Field extends string> =
  | { readonly kind: 'parsed'; readonly value: Value }
  | WrongField<Field>;

export interface WrongField<Field extends string> {
  readonly kind: 'wrong';
  readonly field: Field;
  /** One sentence for the person; never with a secret in it. */
  readonly reason: (forms: Texts['forms']) => string;
}

export function wrongField<Field extends string>(
  field: Field,
  reason: WrongField<Field>['reason'],
): WrongField<Field> {
  return { kind: 'wrong', field, reason };
}
