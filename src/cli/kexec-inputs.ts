import { initrdChunks } from '../boot/kexec/initrd-chunks.ts';
import { formatCmdline, parseCmdline, withoutParameters } from '../core/cmdline.ts';
import type { Machine } from '../ports/machine.ts';
import type { Medium } from '../ports/random-access.ts';

/** How the boot loader names the files that it loaded: not true of the next kernel's. */
const loaderParameters = new Set(['BOOT_IMAGE', 'initrd']);

export async function cmdlineOf(
  machine: Pick<Machine, 'facts'>,
  options: { readonly append: string; readonly reuseCmdline: boolean },
): Promise<string> {
  if (!options.reuseCmdline) return options.append;
  const own = parseCmdline((await machine.facts()).cmdline);
  const added = parseCmdline(options.append);
  const { parameters } = withoutParameters(own, loaderParameters);
  return formatCmdline({
    parameters: [...parameters, ...added.parameters],
    initArguments: [...own.initArguments, ...added.initArguments],
  });
}

/** kexec takes one file: several initrds follow each other in it, each from a multiple of 4. */
export async function joinInitrds(
  machine: Pick<Machine, 'scratch'>,
  initrds: readonly Medium[],
): Promise<string | undefined> {
  const [first] = initrds;
  if (first === undefined) return undefined;
  if (initrds.length === 1) return first.path;
  const scratch = await machine.scratch();
  return scratch.write('initrd', initrdChunks(initrds));
}
