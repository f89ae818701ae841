import { FormatError } from '../../errors.ts';
import { readKernelImage } from '../../formats/kernel/kernel-image.ts';
import {
  readUkiAddon,
  readUnifiedKernel,
  type UnifiedKernel,
} from '../../formats/uki/unified-kernel.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { MenuEntry, OtherItem } from './menu-entry.ts';

/** More profiles and addons than this no image has. */
const most = 32;

export interface Expanded {
  readonly entries: readonly MenuEntry[];
  readonly others: readonly OtherItem[];
}

/**
 * Entries whose kernel is an EFI program, as what the program holds: a unified kernel image gives
 * an entry a profile, with its own kernel, initrds and command line; what the menu gives comes in
 * addition or, for a command line, in place. A kernel with an EFI stub stays as it is.
 */
export async function expandUnified(
  tree: FileTree,
  entries: readonly MenuEntry[],
): Promise<Expanded> {
  const known = new Map<string, Promise<Program>>();
  const expanded: Expanded[] = [];
  for (const entry of entries) {
    if (!/\.efi$/i.test(entry.kernel)) {
      expanded.push({ entries: [entry], others: [] });
      continue;
    }
    const program = known.get(entry.kernel) ?? readProgram(tree, entry.kernel);
    known.set(entry.kernel, program);
    expanded.push(expandEntry(entry, await program));
  }
  return {
    entries: expanded.flatMap((one) => one.entries),
    others: expanded.flatMap((one) => one.others),
  };
}

interface Program {
  readonly image: UnifiedKernel | undefined;
  readonly isKernel: boolean;
  readonly addons: { readonly cmdline: string; readonly initrds: readonly string[] };
}

async function readProgram(tree: FileTree, path: string): Promise<Program> {
  const addons = { cmdline: '', initrds: [] };
  const file = await tree.open(path);
  // Of a file that is missing or damaged, the reading of the kernel then tells.
  if (file === undefined) return { image: undefined, isKernel: true, addons };
  try {
    const image = await readUnifiedKernel(file);
    if (image !== undefined) return { image, isKernel: true, addons: await readAddons(tree, path) };
    await readKernelImage(file);
    return { image, isKernel: true, addons };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { image: undefined, isKernel: false, addons };
  }
}

/** Of the image itself, then those for all images (systemd-stub(7)), by their names. */
async function readAddons(tree: FileTree, path: string): Promise<Program['addons']> {
  const root = /^(.*?)\/(?:EFI|loader)\//i.exec(path)?.[1] ?? '';
  const cmdline: string[] = [];
  const initrds: string[] = [];
  for (const directory of [`${path}.extra.d`, `${root}/loader/addons`]) {
    const names = (await tree.list(directory)).map(({ name }) => name);
    const addons = names.filter((name) => /\.addon\.efi$/i.test(name)).sort();
    for (const name of addons.slice(0, most)) {
      const file = await tree.open(`${directory}/${name}`);
      const addon = file === undefined ? undefined : await readUkiAddon(file).catch(unlessDamaged);
      if (addon === undefined) continue;
      if (addon.cmdline !== '') cmdline.push(addon.cmdline);
      initrds.push(...addon.initrds.map((part) => `${directory}/${name}/${part.name}`));
    }
  }
  return { cmdline: cmdline.join(' '), initrds };
}

/** systemd-stub starts the image without an addon that it cannot read. */
function unlessDamaged(error: unknown): undefined {
  if (!(error instanceof FormatError)) throw error;
  return undefined;
}

function expandEntry(entry: MenuEntry, { image, isKernel, addons }: Program): Expanded {
  const { kernel: path, source, above } = entry;
  if (image === undefined) {
    if (isKernel) return { entries: [entry], others: [] };
    const reason = `It starts another EFI program (${path}), not a Linux kernel.`;
    return { entries: [], others: [{ title: entry.title || path, above, source, reason }] };
  }
  const named = [image.title, image.version].filter((word) => word !== '').join(' ');
  const title = entry.title || named || path.slice(path.lastIndexOf('/') + 1);
  const words = (own: string) =>
    [entry.cmdline || own, addons.cmdline].filter((word) => word !== '').join(' ');
  return {
    entries: image.profiles.slice(0, most).map((profile, index) => ({
      ...entry,
      id: index === 0 ? entry.id : `${entry.id}-${profile.id || index}`,
      title: profile.title === '' ? title : `${title} (${profile.title})`,
      kernel: `${path}/${profile.kernel.name}`,
      initrds: [
        ...profile.initrds.map((part) => `${path}/${part.name}`),
        ...entry.initrds,
        ...addons.initrds,
      ],
      cmdline: words(profile.cmdline),
      default: entry.default && index === 0,
    })),
    others: [],
  };
}
