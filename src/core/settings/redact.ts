import { hidden } from './secret.ts';

/** Names that hide their value after `=` and `:`. */
const secretName =
  /(?:passphrase|password|passwd|secret|token|psk|api[_-]?key|access[_-]?key(?:[_-]?id)?)$/i;
/** Too common a word in prose to hide what follows a colon. */
const secretParameter =
  /(?:^|[_.-])(?:pass|pwd|pw|key|auth|code|otp|pin|sig|signature|ticket|credentials?|jwt|hmac|session(?:[_-]?id)?|sas)$/i;
const secretHeader = /(?:^|-)(?:authorization|cookie)$/i;
const longestName = 64;
const mostSpaces = 8;

/**
 * Takes secrets out of a text for a screen, a log, a record or a report: those that are known,
 * user names and passwords in addresses, and the values of parameters that are called after what
 * they hold. Takes time linear in the length of the text.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let result = text;
  // Shorter ones would take innocent words with them, and a passphrase has eight characters.
  for (const known of secrets.filter(({ length }) => length >= 4)) {
    result = result.replaceAll(known, hidden);
  }
  result = result.replace(/\S+/g, (word) => (word.includes('@') ? hideUserInfo(word) : word));
  return hideBasic(hideValues(result)).replace(/\bbearer[ \t]{1,8}\S+/gi, `Bearer ${hidden}`);
}

/** The same for every text within a value that JSON can hold. */
export function redactAll<T>(value: T, secrets: readonly string[] = []): T {
  const hide = (_name: string, part: unknown) =>
    typeof part === 'string' ? redact(part, secrets) : part;
  return JSON.parse(JSON.stringify(value, hide));
}

/** What a host follows. Of http, any number of slashes of either kind is as good as two. */
const beforeHost = /(\bhttps?:[/\\]*|:\/\/|^["'(<[]*\/\/)/i;

/** "http://me:p@ss@host/x" without what stands before its host, and "me:pw@host" likewise. */
function hideUserInfo(word: string): string {
  const [first = '', ...rest] = word.split(beforeHost);
  const start = holdsUserInfo(first) ? withoutUserInfo(first) : first;
  // What was split at stands at even places, and the addresses behind it.
  const others = rest.map((part, index) => (index % 2 === 0 ? part : withoutUserInfo(part)));
  return [start, ...others].join('');
}

/** Whether a colon and, behind it, an `@` stand before the first slash. */
function holdsUserInfo(word: string): boolean {
  const [authority = ''] = word.split('/', 1);
  const colon = authority.indexOf(':');
  return colon !== -1 && authority.lastIndexOf('@') > colon;
}

function withoutUserInfo(address: string): string {
  const [authority = ''] = address.split(/[/?#\\]/, 1);
  // A password with a slash in it: "me:a/b@host" is no host with a port.
  const isHost = /^(?:\[[^\]]*\]|[^:]*)(?::\d*)?$/.test(authority);
  const end = authority.includes('@') || isHost ? authority.length : address.length;
  const at = address.slice(0, end).lastIndexOf('@');
  return at === -1 ? address : `${hidden}${address.slice(at)}`;
}

/** "Basic" and what decodes to a name, a colon and a password (RFC 7617, section 2). */
function hideBasic(text: string): string {
  return text.replace(/\b(basic[ \t]{1,8})([\w+/-]+=*)/gi, (all, scheme: string, code: string) =>
    Buffer.from(code, 'base64').includes(':') ? `${scheme}${hidden}` : all,
  );
}

function hideValues(text: string): string {
  let shown = '';
  let from = 0;
  for (const { index } of text.matchAll(/[=:]/g)) {
    if (index < from) continue;
    const value = valueAfter(text, index, plainName(nameBefore(text, index, from)));
    if (value === undefined) continue;
    shown += text.slice(from, value.start) + hidden;
    from = value.end;
  }
  return shown + text.slice(from);
}

function nameBefore(text: string, separator: number, from: number): string {
  let end = separator;
  const least = Math.max(from, separator - mostSpaces);
  while (end > least && /\s/.test(text.charAt(end - 1))) end -= 1;
  if (end > from && /["']/.test(text.charAt(end - 1))) end -= 1;
  let start = end;
  const first = Math.max(from, end - longestName);
  while (start > first && /[\w.%[\]-]/.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start, end);
}

/** "to%6ben", "token[]" and "auth[token]" as a server reads them. */
function plainName(name: string): string {
  const decoded = name.replace(/%([\da-f]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decoded.replaceAll('[]', '').replaceAll('[', '.').replaceAll(']', '');
}

/** Where the value lies that is to be hidden; undefined if the name is no secret's. */
function valueAfter(
  text: string,
  separator: number,
  name: string,
): { readonly start: number; readonly end: number } | undefined {
  const parameter = text.charAt(separator) === '=' && secretParameter.test(name);
  const header = secretHeader.test(name);
  if (!parameter && !header && !secretName.test(name)) return undefined;
  let start = separator + 1;
  while (start <= separator + mostSpaces && /[ \t]/.test(text.charAt(start))) start += 1;
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") return { start: start + 1, end: endOfQuoted(text, start) };
  const end = header ? endOfLine(text, start) : endOfWord(text, start);
  return end > start ? { start, end } : undefined;
}

/** Where the quote ends that begins there: an open one with the text. */
function endOfQuoted(text: string, start: number): number {
  const quote = text.charAt(start);
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== quote) at += text.charAt(at) === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Up to a space, or to the quote that ends a text of JSON. */
function endOfWord(text: string, start: number): number {
  const word = /(?:[^\s"]|"(?![,}\]:]))+/y;
  word.lastIndex = start;
  return word.test(text) ? word.lastIndex : start;
}
