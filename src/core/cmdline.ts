/**
 * Kernel command lines as the kernel splits them (lib/cmdline.c, next_arg): blanks separate,
 * double quotes keep blanks together, and everything after a bare `--` belongs to init.
 */
export interface Cmdline {
  readonly parameters: readonly string[];
  /** Arguments for init, without the `--`. */
  readonly initArguments: readonly string[];
}

export function parseCmdline(text: string): Cmdline {
  const tokens: string[] = [];
  let token = '';
  let quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    if (!quoted && /[\t-\r ]/.test(char)) {
      if (token !== '') tokens.push(token);
      token = '';
    } else {
      token += char;
    }
  }
  // The kernel closes a quote at the end of its line, which is not the end of this one.
  if (quoted) token += '"';
  if (token !== '') tokens.push(token);
  const dashes = tokens.indexOf('--');
  if (dashes === -1) return { parameters: tokens, initArguments: [] };
  return { parameters: tokens.slice(0, dashes), initArguments: tokens.slice(dashes + 1) };
}

export function formatCmdline(cmdline: Cmdline): string {
  const init = cmdline.initArguments.length > 0 ? ['--', ...cmdline.initArguments] : [];
  return [...cmdline.parameters, ...init].join(' ');
}

/** "console" of "console=ttyS0"; the whole token if there is no `=`. Quotes are not part of it. */
export function parameterName(parameter: string): string {
  const equals = parameter.indexOf('=');
  return (equals === -1 ? parameter : parameter.slice(0, equals)).replaceAll('"', '');
}

/** "ttyS0" of "console=ttyS0", without the quotes that kept blanks together; '' where there is none. */
export function parameterValue(parameter: string): string {
  const equals = parameter.indexOf('=');
  return equals === -1 ? '' : parameter.slice(equals + 1).replaceAll('"', '');
}

/** The last one wins, as in the kernel. */
export function findParameter(cmdline: Cmdline, name: string): string | undefined {
  const parameter = cmdline.parameters.findLast((candidate) => parameterName(candidate) === name);
  return parameter === undefined ? undefined : parameterValue(parameter);
}

export function hasParameter(cmdline: Cmdline, name: string): boolean {
  return findParameter(cmdline, name) !== undefined;
}

export function withoutParameters(cmdline: Cmdline, names: ReadonlySet<string>): Cmdline {
  return {
    ...cmdline,
    parameters: cmdline.parameters.filter((parameter) => !names.has(parameterName(parameter))),
  };
}

/**
 * Before a `---`, if there is one: what stands behind it, installers write into the boot
 * configuration of the system that they install (casper, debian-installer).
 */
export function withParameters(cmdline: Cmdline, added: readonly string[]): Cmdline {
  const dashes = cmdline.parameters.indexOf('---');
  const end = dashes === -1 ? cmdline.parameters.length : dashes;
  return { ...cmdline, parameters: cmdline.parameters.toSpliced(end, 0, ...added) };
}
