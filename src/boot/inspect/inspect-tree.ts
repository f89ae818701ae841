import { familyOf, layoutPaths } from '../../core/families/evidence.ts';
import type { BootEntry, ImageFacts, KernelFacts } from '../../core/image/image-facts.ts';
import { moveDefault } from '../../core/image/move-default.ts';
import type { PlanProblem } from '../../core/problem.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import { type BootEntries, readBootEntries } from './boot-entries.ts';
import { chooseEntry } from './choose-entry.ts';
import { createEntryJudge, type EntryJudge } from './entry-problems.ts';
import { type InitrdFacts, inspectInitrds } from './initrd-facts.ts';
import { createKernelReader, type KernelReader } from './kernel-facts.ts';
import { inspectPmem } from './pmem-facts.ts';
import { ramNeed } from './ram-need.ts';
import type { RootFileSystems } from './root-modules.ts';

export interface TreeOptions {
  readonly deep?: boolean;
  readonly signal?: AbortSignal;
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
  const menu = options.menu ?? (await readBootEntries(tree));
  const readKernel = createKernelReader(tree, { scan: deep, ...signal });
  const judge = createEntryJudge(tree, readKernel);
  const start = await chooseEntry(menu.entries, options.entry, judge);
  // While the initrd is unpacked in other threads, this one would only wait.
  const [initrd, judged, layout, roots] = await Promise.all([
    inspectInitrds(tree, start?.initrds ?? [], { deep, ...signal }),
    judgeEntries(menu.entries, judge),
    findLayout(tree),
    deep ? openRoots(tree) : undefined,
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
  const family =
    chosen === undefined
      ? 'unknown'
      : familyOf({
          ...chosen,
          layout,
          ...(initrd.kind === 'read' ? { initrd: initrd.paths } : {}),
        });
  return {
    image,
    arch,
    kernels,
    family,
    entries,
    otherEntries: menu.others,
    pmem: await inspectPmem({
      chosen,
      arch,
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
      ...familyProblems(chosen, family),
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

async function openRoots(tree: FileTree): Promise<RootFileSystems> {
  const { openRootFileSystems } = await import('./root-modules.ts');
  return openRootFileSystems(tree);
}

async function findLayout(tree: FileTree): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const path of layoutPaths) if ((await tree.find(path)) !== undefined) found.add(path);
  return found;
}

function initrdProblems(
  chosen: BootEntry | undefined,
  initrd: InitrdFacts,
): readonly PlanProblem[] {
  if (chosen === undefined || initrd.kind !== 'unreadable') return [];
  return [
    {
      severity: 'warning',
      code: 'initrd-unreadable',
      text: `The initrd of “${chosen.title}”: ${initrd.why}`,
      remedy: 'The image may be damaged: verify it, or choose another entry.',
    },
  ];
}

function familyProblems(
  chosen: BootEntry | undefined,
  family: ImageFacts['family'],
): readonly PlanProblem[] {
  if (chosen === undefined) {
    return [
      {
        severity: 'blocker',
        code: 'no-entries',
        text: 'No menu of the image has an entry that starts Linux.',
        remedy: 'Choose a live image; images of other systems cannot be started from here.',
      },
    ];
  }
  if (family !== 'unknown' || chosen.initrds.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'unknown-family',
      text: 'It is not known which tool made the initrd, nor how to tell it where its image is.',
      remedy: 'Add its parameters for the medium to the command line by hand.',
    },
  ];
}
