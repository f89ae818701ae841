import type { DescribedCommand } from './command-description.ts';
import { bashCompletion } from './completion/bash.ts';
import { fishCompletion } from './completion/fish.ts';
import { zshCompletion } from './completion/zsh.ts';
import { defineCommand, usageError } from './define-command.ts';

const shells: Readonly<Record<string, (commands: readonly DescribedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const completionCommand = defineCommand({
  name: 'webboot completion',
  usage: ['bash|zsh|fish'],
  about: 'Prints what a shell needs to complete commands, options, files and distros.',
  options: {},
  examples: [
    { line: 'source <(webboot completion bash)', help: 'For this shell, in ~/.bashrc.' },
    {
      line: 'webboot completion fish > ~/.config/fish/completions/webboot.fish',
      help: 'For each fish to come.',
    },
  ],
  complete: Object.keys(shells),
  async run({ positionals }, io, describe: () => Promise<readonly DescribedCommand[]>) {
    const [shell = '', ...others] = positionals;
    const complete = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
    if (complete === undefined || others.length > 0) {
      throw usageError('webboot completion', 'Name one shell: bash, zsh or fish.');
    }
    io.stdout(complete(await describe()));
    return 0;
  },
});
