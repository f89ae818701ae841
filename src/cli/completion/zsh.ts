import type { Completion, DescribedCommand, OptionDescription } from '../command-description.ts';
import { listDistros, quoted, wordOf } from './words.ts';

/** For zsh's own completion system (zshcompsys). */
export function zshCompletion(commands: readonly DescribedCommand[]): string {
  const [main, ...others] = commands;
  const described = others.map(
    (command) => `    ${quoted(`${wordOf(command)}:${command.summary}`)}`,
  );
  return `#compdef webboot
# zsh completion for webboot; load it with: source <(webboot completion zsh)
_webboot_distros() {
  local -a distros
  distros=(\${(f)"$(${listDistros})"})
  compadd -a distros
}
_webboot_names() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  _describe command commands
  _webboot_distros
}
_webboot() {
  local command=$words[2]
  case $command in
${others.map(caseOf).join('\n')}
  esac
  _arguments -S ${main === undefined ? '' : argumentsOf(main)} '*: :_webboot_names'
}
compdef _webboot webboot
`;
}

function caseOf(command: DescribedCommand): string {
  const word = wordOf(command);
  return `    ${word})
      if (( CURRENT > 2 )); then
        shift words
        (( CURRENT-- ))
        _arguments -S ${argumentsOf(command)} ${quoted(`*: :${actionOf(command.complete)}`)}
        return
      fi ;;`;
}

function argumentsOf({ options }: DescribedCommand): string {
  return Object.entries(options)
    .flatMap(([name, option]) => {
      const names = [`--${name}`, ...(option.short === undefined ? [] : [`-${option.short}`])];
      return names.map((written) => quoted(specOf(written, option)));
    })
    .join(' ');
}

// In a spec "]" ends the description and ":" the message.
function specOf(written: string, { type, help, value = '', complete }: OptionDescription): string {
  const description = help.replace(/[\]:[\\]/g, '\\$&');
  const argument = type === 'string' ? `:${value}:${actionOf(complete)}` : '';
  return `${written}[${description}]${argument}`;
}

function actionOf(complete: Completion | undefined): string {
  switch (complete) {
    case undefined:
      return ' ';
    case 'file':
      return '_files';
    case 'directory':
      return '_files -/';
    case 'distro':
      return '_webboot_distros';
    default:
      return `(${complete.join(' ')})`;
  }
}
