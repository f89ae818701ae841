import type { Environment } from './environment.ts';

const name = /\$(?:\{([^}]*)\}|(\d+|[A-Za-z_]\w*|[?#]))/y;

/**
 * The value of `$"…"`. There are no catalogues here, so the text is its own translation; its
 * variables are filled in and its backslashes undone as GRUB does after translating.
 */
export function expandTranslated(
  text: string,
  env: Environment,
  params: readonly string[] | undefined,
): string {
  let result = '';
  for (let at = 0; at < text.length; ) {
    const character = text[at];
    if (character === '\\') {
      const next = text[at + 1];
      if (next === '\\' || next === '$') result += next;
      else result += `\\${next ?? ''}`;
      at += 2;
      continue;
    }
    if (character === '$') {
      name.lastIndex = at;
      const match = name.exec(text);
      if (match !== null) {
        const variable = match[1] ?? match[2] ?? '';
        result += variable === '#' && params !== undefined ? params.length : env.get(variable);
        at = name.lastIndex;
        continue;
      }
    }
    result += character;
    at += 1;
  }
  return result;
}
