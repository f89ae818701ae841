import { defined } from '../../core/defined.ts';
import type { BootEntry, ImageFacts, KernelFacts } from '../../core/image/image-facts.ts';
import { moveDefault } from '../../core/image/move-default.ts';
import type { Firmware } from '../../core/machine/firmware.ts';
import { createWorkBudget, type WorkBudget } from '../../formats/work-budget.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { type BootEntries, readBootEntries } from './boot-entries.ts';
import { chooseEntry } from './choose-entry.ts';
import { createEntryJudge, type EntryJudge } from './entry-problems.ts';
import { evidenceOf, familyFacts, findLayout } from './family-facts.ts';
import { inspectInitrds } from './initrd-facts.ts';
import { createKernelReader, type KernelReader } from './kernel-facts.ts';
import { nameOtherSystem } from './other-systems.ts';
import { inspectPmem } from './pmem-facts.ts';
import { ramNeed } from './ram-need.ts';
import type { RootFileSystems } from './root-modules.ts';
import { familyProblems, initrdProblems, noEntries } from './tree-problems.ts';

export interface TreeOptions {
  readonly deep?: boolean;
  readonly signal?: AbortSignal;
  /** What unpacking may cost, where other files of the image have taken some of it. */
  readonly budget?: WorkBudget;
  /** Of the machine that is to boot it: which drivers an arm64 image needs for its medium. */
  readonly firmware?: Firmware;
  /** Id or title of the entry that the facts are about; the default one without. */
  readonly entry?: string;
  /** Entries that were read already; the tree's own menus otherwise. */
  readonly menu?: BootEntries;
}

/** The facts of an image's file tree. Kernel, family and initramfs are those of one entry. */
export async function inspectTree(
  tree: FileTree,
  image: ImageFacts['image'],
  options: TreeOptions = {},
): Promise<Omit<ImageFacts, 'bytesRead'>> {
  const { deep = false } = options;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const budget = options.budget ?? createWorkBudget(signal);
  const menu = options.menu ?? (await readBootEntries(tree, signal));
  const readKernel = createKernelReader(tree, { scan: deep, ...signal });
  const judge = createEntryJudge(tree, readKernel);
  const start = await chooseEntry(menu.entries, options.entry, judge);
  // While the initrd is unpacked in other threads, this one would only wait.
  const [initrd, judged, layout, roots] = await Promise.all([
    inspectInitrds(tree, start?.initrds ?? [], { deep, budget, ...signal }),
    judgeEntries(menu.entries, judge),
    findLayout(tree),
    deep ? openRoots(tree, { budget, ...signal }) : undefined,
  ]);
  const { entries, problems } = moveDefault(judged);
  const chosen = entries.find(({ id }) => id === start?.id);
  const kernels = (await readKernels(entries, chosen, readKernel)).map((kernel) =>
    kernel.path === chosen?.kernel && kernel.version === '' && initrd.kind === 'read'
      ? { ...kernel, version: initrd.kernelVersion }
      : kernel,
  );
  const kernel = kernels.find(({ path }) => path === chosen?.kernel) ?? kernels[0];
  const arch = kernel?.arch ?? 'unknown';
  const evidence = chosen && evidenceOf(chosen, { entries, layout, initrd });
  const { family, dialect } = familyFacts(evidence);
  return {
    image,
    arch,
    kernels,
    family,
    ...defined({ dialect }),
    entries,
    otherEntries: menu.others,
    pmem: await inspectPmem({
      chosen,
      arch,
      firmware: options.firmware,
      family,
      layout,
      initrd,
      version: kernel?.version ?? '',
      roots,
    }),
    needs: { ramBytes: ramNeed(image.size, initrd) },
    problems: [
      ...menu.problems,
      ...problems,
      ...initrdProblems(chosen, initrd),
      ...(chosen === undefined ? [noEntries(await nameOtherSystem(tree), menu.others)] : []),
      ...familyProblems(family, evidence),
    ],
  };
}

async function judgeEntries(
  entries: readonly BootEntry[],
  judge: EntryJudge,
): Promise<readonly BootEntry[]> {
  const judged: BootEntry[] = [];
  for (const entry of entries) {
    const problem = await judge(entry);
    judged.push(problem === undefined ? entry : { ...entry, problem });
  }
  return judged;
}

/** The kernels that could be read: the chosen entry's first, then in the entries' order. */
async function readKernels(
  entries: readonly BootEntry[],
  chosen: BootEntry | undefined,
  read: KernelReader,
): Promise<readonly KernelFacts[]> {
  const first = chosen === undefined ? [] : [chosen];
  const paths = new Set([...first, ...entries].map(({ kernel }) => kernel));
  const readings = await Promise.all([...paths].map(read));
  return readings.flatMap((reading) => (reading.kind === 'kernel' ? [reading.facts] : []));
}

async function openRoots(
  tree: FileTree,
  options: { readonly signal?: AbortSignal; readonly budget: WorkBudget },
): Promise<RootFileSystems> {
  const { openRootFileSystems } = await import('./root-modules.ts');
  return openRootFileSystems(tree, options);
}
