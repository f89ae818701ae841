import type { Sentences, Texts } from './texts.ts';

interface Pattern {
  /** What stands between the values. */
  readonly parts: readonly string[];
  readonly translation: string;
}

/** Longer texts are no sentences of webboot's, and are not looked at. */
const mostLetters = 1200;
/** Values that have sentences in them: an error that names its cause. */
const mostLevels = 5;

/** Each frame shows the same again. */
const said = new WeakMap<Sentences, Map<string, string | undefined>>();
const mostSaid = 200;

const compiled = new WeakMap<Sentences, readonly Pattern[]>();

/**
 * A text of the sources in the menu's language, values included. One that the language does not
 * have, such as an answer of a server, stays as it is.
 */
export function say({ sentences }: Pick<Texts, 'sentences'>, text: string): string {
  return sentences === undefined ? text : (translate(sentences, text) ?? text);
}

/** The same; undefined if the language has nothing of it. */
export function translate(sentences: Sentences, text: string): string | undefined {
  if (text.length > mostLetters) return undefined;
  const known = said.get(sentences) ?? new Map<string, string | undefined>();
  said.set(sentences, known);
  if (known.has(text)) return known.get(text);
  if (known.size >= mostSaid) known.clear();
  const translation = translateAt(sentences, text, 0);
  known.set(text, translation);
  return translation;
}

function translateAt(sentences: Sentences, text: string, level: number): string | undefined {
  if (level === mostLevels) return undefined;
  // A value of one word is a name, whatever it means.
  if (level > 0 && !text.includes(' ')) return undefined;
  return (
    one(sentences, text, level) ?? several(sentences, text, level) ?? list(sentences, text, level)
  );
}

/** "an SSH key, a cloud-init seed": among the values only. */
function list(sentences: Sentences, text: string, level: number): string | undefined {
  const items = text.split(', ');
  if (level === 0 || items.length === 1 || items.length > mostItems) return undefined;
  const spoken = items.map((item) => translateAt(sentences, item, level + 1));
  if (spoken.every((item) => item === undefined)) return undefined;
  return spoken.map((item, at) => item ?? items[at]).join(', ');
}

const mostItems = 50;

function one(sentences: Sentences, text: string, level: number): string | undefined {
  if (Object.hasOwn(sentences, text)) return sentences[text];
  let best: { readonly pattern: Pattern; readonly values: readonly string[] } | undefined;
  for (const pattern of patternsOf(sentences)) {
    if (best !== undefined && fixedLetters(best.pattern) >= fixedLetters(pattern)) break;
    const values = valuesIn(text, pattern.parts);
    if (values !== undefined) best = { pattern, values };
  }
  if (best === undefined) return undefined;
  const { pattern, values } = best;
  return fill(pattern.translation, (index) => {
    const value = values[index] ?? '';
    return translateAt(sentences, value, level + 1) ?? value;
  });
}

/** Sentences one after the other; what is none of the sources' stays between them. */
function several(sentences: Sentences, text: string, level: number): string | undefined {
  const pieces = text.split(/(?<=[.?!]) (?=\S)/u);
  const parts: string[] = [];
  let found = false;
  for (let from = 0; from < pieces.length; ) {
    let to = Math.min(pieces.length, from + mostPieces);
    let spoken: string | undefined;
    for (; to > from; to -= 1) {
      const piece = pieces.slice(from, to).join(' ');
      // The whole text has been tried.
      spoken = piece === text ? undefined : one(sentences, piece, level);
      if (spoken !== undefined) break;
    }
    if (spoken === undefined) to = from + 1;
    else found = true;
    parts.push(spoken ?? pieces[from] ?? '');
    from = to;
  }
  return found ? parts.join(' ') : undefined;
}

/** A message of the sources has as many sentences at most. */
const mostPieces = 5;

/** The most telling first. */
function patternsOf(sentences: Sentences): readonly Pattern[] {
  const known =
    compiled.get(sentences) ??
    Object.entries(sentences)
      .map(([text, translation]) => ({ parts: text.split(/\{\d\}/u), translation }))
      .filter(({ parts }) => parts.length > 1)
      .toSorted((a, b) => fixedLetters(b) - fixedLetters(a));
  compiled.set(sentences, known);
  return known;
}

function fixedLetters({ parts }: Pattern): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** What stands in the places of the values; some may be empty. */
function valuesIn(text: string, parts: readonly string[]): readonly string[] | undefined {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const next = text.indexOf(part, at);
    if (next === -1 || next + part.length > end) return undefined;
    values.push(text.slice(at, next));
    at = next + part.length;
  }
  values.push(text.slice(at, end));
  return values;
}

function fill(translation: string, value: (index: number) => string): string {
  return translation.replace(/\{(\d)\}/gu, (_, digit) => value(Number(digit) - 1));
}
