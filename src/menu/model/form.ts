import type { ConnectionTexts } from '../../core/network/connection-settings.ts';
import type { CredentialTexts } from '../../core/network/wifi-credentials.ts';
import { type TextField, textField } from './text-field.ts';

export type FieldName = keyof CredentialTexts | keyof ConnectionTexts;

/** One line of a form. */
export interface FormField {
  readonly name: FieldName;
  readonly field: TextField;
  /** What its text is kept under when the form is left. */
  readonly draft: string;
}

/** What a screen has that is a form. */
export interface Form {
  readonly fields: readonly FormField[];
  /** The field that is being edited. */
  readonly cursor: number;
}

/** With what was typed here before, or else `text`. */
export function formField(
  drafts: Readonly<Record<string, string>>,
  { name, draft, text = '' }: { name: FieldName; draft: string; text?: string },
): FormField {
  return { name, draft, field: textField(drafts[draft] ?? text) };
}

export function textOf({ fields }: Form, name: FieldName): string {
  return fields.find((field) => field.name === name)?.field.text ?? '';
}

/** Whether an Enterprise network is described: then certificates and methods are asked for, too. */
export function asksForUser({ fields }: Form): boolean {
  return fields.some(({ name }) => name === 'identity');
}
