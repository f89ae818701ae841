/** In a pattern: any text, also none. */
export const anyText = Symbol('*');
/** In a pattern: exactly one character. */
export const anyCharacter = Symbol('?');

export type GlobUnit = string | typeof anyText | typeof anyCharacter;

/** Whether a name fits a shell pattern of `*` and `?`. */
export function matchesGlob(pattern: string, name: string): boolean {
  return matchesUnits(pattern.split('').map(unitOf), name);
}

/** `*` and `?` stand for what they match, every other character for itself. */
export function unitOf(character: string): GlobUnit {
  if (character === '*') return anyText;
  return character === '?' ? anyCharacter : character;
}

/** Only the last "any text" is ever taken back to, so it takes at most units times name steps. */
export function matchesUnits(units: readonly GlobUnit[], name: string): boolean {
  let unit = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    const wanted = units[unit];
    if (wanted === anyText) {
      star = unit;
      starAt = at;
      unit += 1;
    } else if (wanted !== undefined && (wanted === anyCharacter || wanted === name[at])) {
      unit += 1;
      at += 1;
    } else if (star >= 0) {
      unit = star + 1;
      starAt += 1;
      at = starAt;
    } else {
      return false;
    }
  }
  while (units[unit] === anyText) unit += 1;
  return unit === units.length;
}
