import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WebbootError } from '../../src/errors.ts';

export const netbootUsage = `
Files that machines start from over the network (the kernel is then the one for hardware, too):
  --netboot DIR          writes kernel, images, iPXE, shim, GRUB and their scripts into DIR; files of
                         both architectures may go into one DIR
`;

/** Takes `--netboot DIR` off an image's arguments. Throws 'usage'. */
export function takeNetbootArgument(args: readonly string[]): {
  readonly netboot: string | undefined;
  readonly rest: readonly string[];
} {
  const { tokens } = parseArgs({
    args: [...args],
    options: { netboot: { type: 'string' } },
    strict: false,
    tokens: true,
  });
  const found = tokens.find((token) => token.kind === 'option' && token.name === 'netboot');
  if (found?.kind !== 'option') return { netboot: undefined, rest: args };
  if (found.value === undefined || found.value === '') {
    throw new WebbootError('usage', '--netboot needs a directory.', {
      remedy: 'Name the directory for the files, such as --netboot /srv/tftp.',
    });
  }
  const taken = found.inlineValue ? 1 : 2;
  const rest = args.filter((_, index) => index < found.index || index >= found.index + taken);
  return { netboot: resolve(found.value), rest };
}
