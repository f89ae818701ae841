import type { Texts } from '../core/languages/texts.ts';
import type { ScreenKind } from '../menu/model/screen.ts';
import type { CommandName } from '../menu/model/verb.ts';

/** What a button says. A command without a label is not for the page. */
export function commandLabel({ page }: Texts, command: CommandName): string | undefined {
  const labels: Readonly<Partial<Record<CommandName, string>>> = page.commands;
  return labels[command];
}

/** Commands that mean the marked row: each row has them. */
export const rowCommands: readonly CommandName[] = ['edit', 'address', 'disconnect', 'forget'];

/** What the main button says, on screens that have one. */
export function submitLabel({ page }: Texts, kind: ScreenKind): string | undefined {
  const labels: Readonly<Partial<Record<ScreenKind, string>>> = page.submit;
  return labels[kind];
}

/** Rows that lead to what only a console of the machine can do. */
export const consoleTools: readonly string[] = ['shell', 'remote', 'quit', 'keymap'];
