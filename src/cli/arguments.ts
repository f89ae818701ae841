/**
 * Go's flag package, in which webboot's forerunner was written, takes `-interface eth0` for
 * `--interface eth0`; both are understood. A single letter stays a short option.
 */
export function normaliseFlags(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return argv.map((argument, index) =>
    (end === -1 || index < end) && /^-[a-z][a-z-]+/i.test(argument) ? `-${argument}` : argument,
  );
}
