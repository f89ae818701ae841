import { keymaps } from './keymaps.ts';

/** Layouts that are called otherwise than by the start of their name. */
const otherNames: Readonly<Record<string, string>> = {
  ch: 'sg-latin1',
  gb: 'uk',
  jp: 'jp106',
  ru: 'ru4',
  tr: 'trq',
};

/** The layout that a person means: "de-latin1-nodeadkeys", or "de" for short. */
export function findKeymap(wanted: string): string | undefined {
  const names: readonly string[] = keymaps.map(({ name }) => name);
  const name = otherNames[wanted] ?? wanted;
  return (
    names.find((known) => known === name) ?? names.find((known) => known.startsWith(`${name}-`))
  );
}
