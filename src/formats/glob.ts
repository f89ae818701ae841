/**
 * Whether a name fits a shell pattern of `*` and `?`. Only the last `*` is ever taken back to, so
 * it takes at most pattern times name steps.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  let unit = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < name.length) {
    if (pattern[unit] === '*') {
      star = unit;
      starAt = at;
      unit += 1;
    } else if (unit < pattern.length && (pattern[unit] === '?' || pattern[unit] === name[at])) {
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
  while (pattern[unit] === '*') unit += 1;
  return unit === pattern.length;
}
