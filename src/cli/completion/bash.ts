import type { Completion, DescribedCommand } from '../command-description.ts';
import { listDistros, wordOf } from './words.ts';

/** For bash 4 and newer, without the package bash-completion. */
export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const words = commands.map(wordOf).filter((word) => word !== '');
  return `# bash completion for webboot; load it with: source <(webboot completion bash)
_webboot() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=
  case \${COMP_WORDS[1]} in
    ${words.join('|')}) [ "$COMP_CWORD" -gt 1 ] && command=\${COMP_WORDS[1]} ;;
  esac
  COMPREPLY=()
  case "$command $before" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case $word in
    -*)
      case $command in
${commands.map((command) => `        ${pattern(command)}) _webboot_reply '${optionsOf(command)}' ;;`).join('\n')}
      esac
      return ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    _webboot_reply "${words.join(' ')} $(${listDistros})"
    return
  fi
  case $command in
${commands.map((command) => `    ${pattern(command)}) ${replyFor(command.complete)} ;;`).join('\n')}
  esac
}
_webboot_reply() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "\${COMP_WORDS[COMP_CWORD]}")
}
_webboot_files() {
  mapfile -t COMPREPLY < <(compgen "$1" -- "\${COMP_WORDS[COMP_CWORD]}")
}
complete -o filenames -F _webboot webboot
`;
}

function pattern(command: DescribedCommand): string {
  return wordOf(command) || "''";
}

function optionsOf({ options }: DescribedCommand): string {
  return Object.keys(options)
    .map((option) => `--${option}`)
    .join(' ');
}

/** Where an option's value is typed, only that value is offered. */
function valueCases(command: DescribedCommand): readonly string[] {
  return Object.entries(command.options)
    .filter(([, { type }]) => type === 'string')
    .map(([option, { short, complete }]) => {
      const names = [`--${option}`, ...(short === undefined ? [] : [`-${short}`])];
      const patterns = names.map((name) => `"${wordOf(command)} ${name}"`).join('|');
      return `    ${patterns}) ${replyFor(complete)}; return ;;`;
    });
}

function replyFor(complete: Completion | undefined): string {
  switch (complete) {
    case undefined:
      return ':';
    case 'file':
      return '_webboot_files -f';
    case 'directory':
      return '_webboot_files -d';
    case 'distro':
      return `_webboot_reply "$(${listDistros})"`;
    default:
      return `_webboot_reply '${complete.join(' ')}'`;
  }
}
