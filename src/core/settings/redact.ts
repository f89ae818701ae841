/** Stands for what is not shown. */
const hidden = '[hidden]';

/**
 * Takes secrets out of a text for the log or a report: those that are known, user names and
 * passwords in URLs, and the values of parameters that are called after what they hold.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let result = text;
  // Shorter ones would take innocent words with them, and a passphrase has eight characters.
  for (const secret of secrets.filter(({ length }) => length >= 4)) {
    result = result.replaceAll(secret, hidden);
  }
  return result
    .replace(/(\w+:\/\/)[^\s/@]+@/g, `$1${hidden}@`)
    .replace(
      /\b([\w.-]*(?:passphrase|password|passwd|secret|token|psk))(["']?\s*[=:]\s*)("[^"]*"|\S+)/gi,
      `$1$2${hidden}`,
    );
}
