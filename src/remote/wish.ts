import * as v from 'valibot';
import type { Verb } from '../menu/model/verb.ts';
import type { View } from './view.ts';

const longestText = 4096;
const mostVerbs = 20;

/** A line that could have been typed at a console: no control characters, no halves of letters. */
function isTypable(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Cn}\u{fffd}]/u.test(text);
}

const row = v.strictObject({
  row: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000)),
  key: v.pipe(v.string(), v.maxLength(64)),
});

const verb = v.variant('verb', [
  v.strictObject({ verb: v.literal('choose'), at: v.optional(row) }),
  v.strictObject({
    verb: v.literal('run'),
    command: v.pipe(v.string(), v.maxLength(32)),
    at: v.optional(row),
  }),
  v.strictObject({
    verb: v.literal('set-field'),
    name: v.pipe(v.string(), v.maxLength(32)),
    text: v.pipe(v.string(), v.maxLength(longestText), v.check(isTypable)),
  }),
  v.strictObject({ verb: v.literal('back') }),
]);

const wish = v.strictObject({
  screen: v.pipe(v.string(), v.maxLength(64)),
  verbs: v.pipe(v.array(verb), v.minLength(1), v.maxLength(mostVerbs)),
});

/** What the page asks for: verbs, and the screen and rows that the person saw when asking. */
export type Wish = v.InferOutput<typeof wish>;
type WishedVerb = Wish['verbs'][number];

/** Undefined for what is no wish. */
export function parseWish(text: string): Wish | undefined {
  try {
    const result = v.safeParse(wish, JSON.parse(text));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The verbs of a wish; undefined if the menu does not show what the person saw, or never offered
 * it. What cannot be seen cannot be asked for.
 */
export function verbsOf({ screen, verbs }: Wish, view: View): readonly Verb[] | undefined {
  if (screen !== view.screen) return undefined;
  const granted = verbs.map((wished) => grant(wished, view));
  return granted.every((one) => one !== undefined) ? granted : undefined;
}

function grant(wished: WishedVerb, view: View): Verb | undefined {
  switch (wished.verb) {
    case 'back':
      return { verb: 'back' };
    case 'set-field': {
      const { name, text } = wished;
      const isSearch = name === 'search' && view.search !== undefined;
      const known = isSearch || view.fields.some((field) => field.name === name);
      return known ? { verb: 'set-field', name, text } : undefined;
    }
    case 'choose': {
      if (wished.at === undefined) {
        return view.submit?.command === 'choose' ? { verb: 'choose' } : undefined;
      }
      return rowAt(wished.at, view) && { verb: 'choose', row: wished.at.row };
    }
    case 'run': {
      const { at } = wished;
      const shown = at === undefined ? undefined : rowAt(at, view);
      if (at !== undefined && shown === undefined) return undefined;
      const offered = shown?.commands ?? [...view.commands, ...(view.submit ? [view.submit] : [])];
      const found = offered.find(({ command }) => command === wished.command);
      if (found === undefined) return undefined;
      return { verb: 'run', command: found.command, ...(at && { row: at.row }) };
    }
  }
}

function rowAt({ row: index, key }: v.InferOutput<typeof row>, { rows }: View) {
  return rows.find((shown) => shown.row === index && shown.key === key);
}
