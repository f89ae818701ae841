import type { Completion, DescribedCommand } from '../command-description.ts';
import { listDistros, wordOf } from './words.ts';

export function fishCompletion(commands: readonly DescribedCommand[]): string {
  const words = commands.map(wordOf).filter((word) => word !== '');
  const none = `not __fish_seen_subcommand_from ${words.join(' ')}`;
  return `# fish completion for webboot
complete -c webboot -f
${commands.flatMap((command) => linesOf(command, none)).join('\n')}
`;
}

function linesOf(command: DescribedCommand, none: string): readonly string[] {
  const word = wordOf(command);
  const when = `-n ${text(word === '' ? none : `__fish_seen_subcommand_from ${word}`)}`;
  const options = Object.entries(command.options).map(([name, option]) =>
    [
      `complete -c webboot ${when} -l ${name}`,
      ...(option.short === undefined ? [] : [`-s ${option.short}`]),
      ...(option.type === 'string' ? [`-r${offer(option.complete)}`] : []),
      `-d ${text(option.help)}`,
    ].join(' '),
  );
  return [
    ...(word === ''
      ? []
      : [`complete -c webboot -n ${text(none)} -a ${word} -d ${text(command.summary)}`]),
    ...options,
    ...(command.complete === undefined
      ? []
      : [`complete -c webboot ${when}${offer(command.complete)}`]),
  ];
}

function offer(complete: Completion | undefined): string {
  switch (complete) {
    case undefined:
      return ' -f';
    case 'file':
      return ' -F';
    case 'directory':
      return ` -f -a '(__fish_complete_directories (commandline -ct))'`;
    case 'distro':
      return ` -f -a ${text(`(${listDistros})`)}`;
    default:
      return ` -f -a ${text(complete.join(' '))}`;
  }
}

/** Between single quotes fish reads `\\'` and `\\\\`. */
function text(words: string): string {
  return `'${words.replace(/['\\]/g, '\\$&')}'`;
}
