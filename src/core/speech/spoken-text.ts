import { printable } from '../printable.ts';

/** A synthesizer takes a line whole before it can be interrupted. */
const mostCharacters = 240;
/** Of one sentence. Nobody listens longer, and a hostile one must not talk for hours. */
const mostPieces = 6;

/**
 * A sentence as lines for espeak-ng, which it reads one by one; none if there is nothing to be heard. Control
 * characters command it, `[[` begins phonemes in place of words, and `<` begins markup: all of them go.
 */
export function spokenLines(text: string): readonly string[] {
  const read = printable(text.slice(0, 2 * mostPieces * mostCharacters));
  const words = read
    .replace(/[\ufffd[\]<>]/g, ' ')
    .split(' ')
    .filter((word) => word !== '');
  const lines: string[] = [];
  for (const word of withoutDigests(words).flatMap(shortWords)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < mostCharacters) {
      lines[lines.length - 1] = `${line} ${word}`;
    } else {
      lines.push(word);
    }
  }
  // A rule of dashes is for the eye. What was typed is told, whatever it is.
  const isHeard = [...read].length === 1 || /[\p{L}\p{N}]/u.test(read);
  return isHeard ? lines.slice(0, mostPieces) : [];
}

/** Digits of a digest that tell it from another one by ear. */
const heardDigits = 8;
const digestDigits = 32;

/** Of a key's fingerprint or a digest, which may be in groups, the end. Nobody follows a minute of digits. */
function withoutDigests(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let digits: string[] = [];
  for (const word of [...words, '']) {
    if (/^[\da-f]{4,}$/i.test(word)) {
      digits.push(word);
      continue;
    }
    const all = digits.join('');
    kept.push(...(all.length < digestDigits ? digits : groupsOf(all.slice(-heardDigits))));
    digits = [];
    if (word !== '') kept.push(word);
  }
  return kept;
}

function groupsOf(digits: string): readonly string[] {
  return [digits.slice(0, heardDigits / 2), digits.slice(heardDigits / 2)];
}

function shortWords(word: string): readonly string[] {
  const characters = [...word];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += mostCharacters / 2) {
    parts.push(characters.slice(at, at + mostCharacters / 2).join(''));
  }
  return parts;
}
