import { type Cmdline, findParameter, parameterName, parseCmdline } from '../cmdline.ts';

/** Where the graft's script lies in the target's initramfs; the kernel starts it by `rdinit=`. */
export const graftInit = '/webboot/init';

/** What the hook hands over to. The last `rdinit=` counts, as it does for the kernel. */
export function ownInit(words: readonly string[]): string {
  const named = words.map((part) => findParameter(parseCmdline(part), 'rdinit'));
  return named.findLast((init) => init !== undefined) ?? '/init';
}

/**
 * The kernel forgets the arguments for init that stand before an `rdinit=` (init/main.c,
 * rdinit_setup): so it comes first, unless the line has its own, whose place it takes.
 */
export function withInit(line: Cmdline, init: string): Cmdline {
  const parameter = `rdinit=${init}`;
  if (findParameter(line, 'rdinit') === undefined) {
    return { ...line, parameters: [parameter, ...line.parameters] };
  }
  const parameters = line.parameters.map((own) =>
    parameterName(own) === 'rdinit' ? parameter : own,
  );
  return { ...line, parameters };
}
