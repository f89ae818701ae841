/**
 * What somebody who writes a title, a network's name or a server's answer may put into it: clears
 * the screen, sets the window's title, resets the terminal, colours, C1 forms of the same, a row
 * that forges one of ours, text that runs backwards.
 */
export const hostileText =
  '\u001b[2J\u001b]0;owned\u0007\u001bc\u001b[31;5mRED\u009b2J\u009d0;owned\u009c\r\nFORGED row\u2028FORGED row\u202eabc\u0000';

const shownKeys: ReadonlySet<string> = new Set([
  ...['title', 'name', 'description', 'text', 'remedy', 'message', 'subject', 'by', 'reason'],
  ...['volumeId', 'summary', 'note', 'ssid', 'joined', 'cmdline', 'notes', 'version', 'stack'],
]);

/** A copy in which everything that is shown to people carries `hostileText`. */
export function poisoned<T>(value: T): T {
  return poison(value) as T;
}

function poison(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return shownKeys.has(key) ? value + hostileText : value;
  if (Array.isArray(value)) return value.map((item) => poison(item, key));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, poison(item, name)]),
  );
}

/** What of it reached the output as it was; [] if nothing did. */
export function obeyedIn(output: string): readonly string[] {
  const sequences =
    /\u001b\]|\u001bc|\u001b\[31;5m|[\u0000\u0007\u0080-\u009f\u2028\u202e]|(?:^|[\r\n])\s*FORGED/g;
  return output.match(sequences) ?? [];
}
