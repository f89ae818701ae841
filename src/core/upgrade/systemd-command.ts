/** Words as an `ExecStart=` takes them, whatever they contain (systemd.service(5), "Command lines"). */
export function systemdCommand(words: readonly string[]): string {
  return words
    .map((word) => word.replaceAll(/["\\]/g, '\\$&').replaceAll(/[%$]/g, '$&$&'))
    .map((word) => `"${word}"`)
    .join(' ');
}
