import { readdir } from 'node:fs/promises';
import { initrdChunks } from '../boot/kexec/initrd-chunks.ts';
import { WebbootError } from '../errors.ts';
import { readChunks } from '../formats/random-access.ts';
import {
  readUkiAddon,
  readUnifiedKernel,
  type UkiProfile,
  type UnifiedKernel,
} from '../formats/uki/unified-kernel.ts';
import type { Machine } from '../ports/machine.ts';
import type { Medium, RandomAccess } from '../ports/random-access.ts';

/** A unified kernel image as kexec takes it: apart, with its addons. */
interface UnifiedParts {
  readonly kernel: RandomAccess;
  readonly initrds: readonly RandomAccess[];
  readonly cmdline: string;
  /** What it is, a line each, for the person. */
  readonly notes: readonly string[];
}

/** Undefined for a file that is a kernel itself. `open` gets the addons beside it. */
export async function takeApart(
  kernel: Medium,
  profile: string | undefined,
  open: (path: string) => Promise<Medium>,
): Promise<UnifiedParts | undefined> {
  const image = await readUnifiedKernel(kernel);
  if (image === undefined) {
    if (profile === undefined) return undefined;
    throw new WebbootError('usage', 'Only a unified kernel image has profiles.', {
      subject: kernel.path,
      remedy: 'Omit --profile.',
    });
  }
  const chosen = chooseProfile(image, profile);
  const cmdline = [chosen.cmdline];
  const initrds = chosen.initrds.map(({ content }) => content);
  const names = await addonsBeside(kernel.path);
  for (const name of names) {
    const addon = await readUkiAddon(await open(`${kernel.path}.extra.d/${name}`));
    cmdline.push(addon?.cmdline ?? '');
    initrds.push(...(addon?.initrds ?? []).map(({ content }) => content));
  }
  return {
    kernel: chosen.kernel.content,
    initrds,
    cmdline: cmdline.filter((words) => words !== '').join(' '),
    notes: describe(image, chosen, names),
  };
}

function chooseProfile({ profiles }: UnifiedKernel, wanted: string | undefined): UkiProfile {
  const found =
    wanted === undefined
      ? profiles[0]
      : (profiles.find(({ id }) => id === wanted) ??
        (/^\d{1,3}$/.test(wanted) ? profiles[Number(wanted)] : undefined));
  if (found !== undefined) return found;
  throw new WebbootError('usage', `The image has no profile ${wanted}.`, {
    remedy: `Choose one of: ${profiles.map(({ id }, index) => id || index).join(', ')}.`,
  });
}

function describe(
  { title, version, uname, profiles }: UnifiedKernel,
  chosen: UkiProfile,
  addons: readonly string[],
): readonly string[] {
  const what = [title, version].filter((word) => word !== '').join(' ');
  const count = chosen.initrds.length === 1 ? '1 initrd' : `${chosen.initrds.length} initrds`;
  const parts = `${count}, command line “${chosen.cmdline}”`;
  const named = profiles.map(({ id }, index) => id || String(index));
  return [
    `Unified kernel image: ${what || 'no os-release'}, kernel ${uname || 'of unknown version'}, ${parts}.`,
    ...(profiles.length > 1 ? [`Profiles: ${named.join(', ')}.`] : []),
    ...(addons.length > 0 ? [`Addons: ${addons.join(', ')}.`] : []),
  ];
}

async function addonsBeside(path: string): Promise<readonly string[]> {
  try {
    const names = await readdir(`${path}.extra.d`);
    return names.filter((name) => /\.addon\.efi$/i.test(name)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** What the initrd is called among the files of a hand-over. */
export const initrdName = 'initrd';

/** kexec takes files: the parts of an image, and several initrds, have none yet. */
export async function writeParts(
  machine: Pick<Machine, 'scratch'>,
  kernel: RandomAccess,
  initrds: readonly RandomAccess[],
): Promise<{ readonly kernel: string; readonly initrd?: string }> {
  const scratch = await machine.scratch();
  const written = await scratch.write('kernel', readChunks(kernel));
  if (initrds.length === 0) return { kernel: written };
  return { kernel: written, initrd: await scratch.write(initrdName, initrdChunks(initrds)) };
}
