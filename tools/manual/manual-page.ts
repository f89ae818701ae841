import type { DescribedCommand, OptionDescription } from '../../src/cli/command-description.ts';

/** The manual page webboot(8), in the macros of man(7). */
export function manualPage(commands: readonly DescribedCommand[]): string {
  const [main, ...others] = commands;
  if (main === undefined) throw new RangeError('there are no commands');
  return [
    '.\\" Made by "npm run manual" from what the commands say of themselves.',
    '.TH WEBBOOT 8 "" webboot "System Administration"',
    '.SH NAME',
    'webboot \\- boot signed live systems over the network',
    '.SH SYNOPSIS',
    ...commands.flatMap(synopsis),
    '.SH DESCRIPTION',
    escaped(main.about),
    '.SH OPTIONS',
    ...optionsOf(main),
    '.SH COMMANDS',
    ...others.flatMap((command) => [
      `.SS ${escaped(command.name)}`,
      escaped(command.about),
      ...optionsOf(command),
    ]),
    '.SH "EXIT STATUS"',
    '0 is success. Each foreseen failure has a status and a code of its own; docs/errors.md lists them. The code is printed in brackets after the message.',
    '.SH ENVIRONMENT',
    '.TP',
    '.B http_proxy\\fR, \\fBhttps_proxy\\fR, \\fBno_proxy',
    'Proxies, and hosts that are reached without one, as curl reads them.',
    '.TP',
    '.B NO_COLOR',
    'The menu uses no colors.',
    '.SH EXAMPLES',
    ...commands.flatMap(({ examples }) =>
      examples.flatMap(({ line, help }) => ['.TP', `.B ${escaped(line)}`, escaped(help)]),
    ),
    '.SH "SEE ALSO"',
    '.BR kexec (8),',
    '.BR gpg (1)',
    '',
  ].join('\n');
}

function synopsis({ name, usage }: DescribedCommand): readonly string[] {
  return usage.flatMap((line, at) => [
    ...(at === 0 ? [] : ['.br']),
    `.B ${escaped(name)}`,
    escaped(line),
    ...(at === usage.length - 1 ? ['.br'] : []),
  ]);
}

function optionsOf({ options }: DescribedCommand): readonly string[] {
  return Object.entries(options).flatMap(([name, option]) => [
    '.TP',
    optionLine(name, option),
    escaped(option.help),
  ]);
}

function optionLine(name: string, { short, value }: OptionDescription): string {
  const names = [...(short === undefined ? [] : [`-${short}`]), `--${name}`];
  const bold = names.map((written) => `\\fB${escaped(written)}\\fR`).join(', ');
  return value === undefined ? bold : `${bold} \\fI${escaped(value)}\\fR`;
}

/** As a line of text: no letter of it is a macro, and a hyphen stays one that can be copied. */
function escaped(text: string): string {
  const plain = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('~', '\\(ti');
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}
