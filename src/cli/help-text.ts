import type { CommandDescription, OptionDescription, Summary } from './command-description.ts';

const width = 96;

/** What `--help` prints. */
export function helpText(
  { name, usage, about, options, examples }: CommandDescription,
  commands: readonly Summary[] = [],
): string {
  const calls = usage.map((line, at) => `${at === 0 ? 'usage:' : '      '} ${name} ${line}`);
  const rows = Object.entries(options).map(
    ([option, description]) => [optionText(option, description), description.help] as const,
  );
  const shown = examples.map(({ line, help }) => [line, help] as const);
  const listed = columns(commands.map((command) => [command.name, command.summary] as const));
  return [
    ...calls,
    '',
    ...wrapped(about, width),
    '',
    ...columns(rows),
    ...(commands.length === 0 ? [] : ['', 'Commands, each with a --help of its own:', ...listed]),
    ...(shown.length === 0 ? [] : ['', 'Examples:', ...columns(shown)]),
    '',
  ].join('\n');
}

/** "-o, --output FILE" */
export function optionText(name: string, { short, value }: OptionDescription): string {
  const letter = short === undefined ? '' : `-${short}, `;
  return `${letter}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** Rows of a name and what it means, with the meanings under each other. */
function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const indent = Math.max(0, ...rows.map(([name]) => name.length)) + 4;
  return rows.flatMap(([name, text]) =>
    wrapped(text, width - indent).map((line, at) =>
      `${(at === 0 ? `  ${name}` : '').padEnd(indent)}${line}`.trimEnd(),
    ),
  );
}

function wrapped(text: string, longest: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > longest) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
