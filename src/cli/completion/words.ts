import type { DescribedCommand } from '../command-description.ts';

/** "fetch"; '' for webboot itself. */
export function wordOf({ name }: Pick<DescribedCommand, 'name'>): string {
  return name.split(' ')[1] ?? '';
}

/** Prints the names of all distros and variants, a line each. */
export const listDistros = "webboot list 2>/dev/null | sed 's/ .*//'";

/** A text between single quotes of any of the shells. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
