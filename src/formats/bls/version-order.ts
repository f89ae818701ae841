/** No version is longer; what follows is not compared. */
const longest = 128;

/** A version in parts: `~`, `-`, `^` and `.`, runs of digits and runs of letters. */
export type Version = readonly string[];

/** Once a version, where many are compared. */
export function parseVersion(text: string): Version {
  return text.slice(0, longest).match(/[~\-^.]|\d+|[a-zA-Z]+/g) ?? [];
}

/**
 * Orders versions as the Version Format Specification (UAPI.10) does: negative when `left` is
 * the older. It is what the Boot Loader Specification sorts by, and agrees with GRUB's `blscfg`
 * on the names that Fedora gives its entries.
 */
export function compareVersions(left: string, right: string): number {
  return orderVersions(parseVersion(left), parseVersion(right));
}

/** As `compareVersions`. */
export function orderVersions(left: Version, right: Version): number {
  let i = 0;
  let j = 0;
  for (;;) {
    const [a, b] = [left[i], right[j]];
    if (a === '~' || b === '~') {
      if (a !== b) return a === '~' ? -1 : 1;
      i += 1;
      j += 1;
      continue;
    }
    if (a === undefined || b === undefined)
      return Number(a !== undefined) - Number(b !== undefined);
    const separator = separators.find((one) => a === one || b === one);
    if (separator !== undefined) {
      if (a !== b) return a === separator ? -1 : 1;
      i += 1;
      j += 1;
      continue;
    }
    const numeric = isNumber(a) || isNumber(b);
    const [x, y] = numeric ? [isNumber(a) ? a : '', isNumber(b) ? b : ''] : [a, b];
    const order = numeric ? compareNumbers(x, y) : compareLetters(x, y);
    if (order !== 0) return order;
    if (x !== '') i += 1;
    if (y !== '') j += 1;
  }
}

const separators = ['-', '^', '.'];

function isNumber(part: string): boolean {
  return part >= '0' && part <= ':';
}

/** Digit strings of any length. */
function compareNumbers(left: string, right: string): number {
  const a = left.replace(/^0+/, '');
  const b = right.replace(/^0+/, '');
  return Math.sign(a.length - b.length) || compareLetters(a, b);
}

function compareLetters(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
