/** No version is longer; what follows is not compared. */
const longest = 256;

/**
 * Orders versions as the Version Format Specification (UAPI.10) does: negative when `left` is
 * the older. It is what the Boot Loader Specification sorts by, and agrees with GRUB's `blscfg`
 * on the names that Fedora gives its entries.
 */
export function compareVersions(left: string, right: string): number {
  let a = left.slice(0, longest);
  let b = right.slice(0, longest);
  for (;;) {
    a = a.replace(/^[^a-zA-Z0-9\-.~^]+/, '');
    b = b.replace(/^[^a-zA-Z0-9\-.~^]+/, '');
    if (a.startsWith('~') || b.startsWith('~')) {
      if (!a.startsWith('~')) return 1;
      if (!b.startsWith('~')) return -1;
      a = a.slice(1);
      b = b.slice(1);
      continue;
    }
    if (a === '' || b === '') return Math.sign(a.length - b.length);
    const separator = ['-', '^', '.'].find((one) => a.startsWith(one) || b.startsWith(one));
    if (separator !== undefined) {
      if (!a.startsWith(separator)) return 1;
      if (!b.startsWith(separator)) return -1;
      a = a.slice(1);
      b = b.slice(1);
      continue;
    }
    const numeric = /^\d/.test(a) || /^\d/.test(b);
    const prefix = numeric ? /^\d*/ : /^[a-zA-Z]*/;
    const x = prefix.exec(a)?.[0] ?? '';
    const y = prefix.exec(b)?.[0] ?? '';
    const order = numeric ? compareNumbers(x, y) : compareLetters(x, y);
    if (order !== 0) return order;
    a = a.slice(x.length);
    b = b.slice(y.length);
  }
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
