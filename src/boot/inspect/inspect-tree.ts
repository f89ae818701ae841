import type { Architecture } from '../../core/architecture.ts';
import { familyOf, layoutClues } from '../../core/family-evidence.ts';
import type { BootEntry, ImageFacts, PmemSupport } from '../../core/image-facts.ts';
import { decidePmem, missingDrivers, type RootModules } from '../../core/pmem-support.ts';
import type { PlanProblem } from '../../core/problem.ts';
import type { FileTree } from '../../ports.ts';
import { type BootEntries, readBootEntries } from './boot-entries.ts';
import { type InitrdFacts, inspectInitrds } from './initrd-facts.ts';
import { inspectKernels } from './kernel-facts.ts';
import { ramNeed } from './ram-need.ts';

export interface TreeOptions {
  readonly deep?: boolean;
  readonly signal?: AbortSignal;
  /** Entries that were read already; the tree's own menus otherwise. */
  readonly menu?: BootEntries;
}

/** The facts of an image's file tree. What is told of the initramfs is the default entry's. */
export async function inspectTree(
  tree: FileTree,
  image: ImageFacts['image'],
  options: TreeOptions = {},
): Promise<Omit<ImageFacts, 'bytesRead'>> {
  const { deep = false } = options;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const { entries, problems } = options.menu ?? (await readBootEntries(tree));
  const chosen = entries.find((entry) => entry.default) ?? entries[0];
  // While the initrd is unpacked in other threads, this one would only wait.
  const [initrd, found, layout] = await Promise.all([
    inspectInitrds(tree, chosen?.initrds ?? [], { deep, ...signal }),
    inspectKernels(tree, entries, { scan: deep, ...signal }),
    findLayout(tree),
    deep ? loadRootModules() : undefined,
  ]);
  const kernels = found.kernels.map((kernel) =>
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
    pmem: await inspectPmem(tree, {
      chosen,
      arch,
      initrd,
      version: kernel?.version ?? '',
      needsNoMedium: withoutMedium(family, layout),
    }),
    needs: { ramBytes: ramNeed(image.size, initrd) },
    problems: [
      ...problems,
      ...found.problems,
      ...initrdProblems(chosen, initrd),
      ...familyProblems(chosen, family),
    ],
  };
}

const loadRootModules = () => import('./root-modules.ts');

async function findLayout(tree: FileTree): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const path of layoutClues) if ((await tree.find(path)) !== undefined) found.add(path);
  return found;
}

/** Why an initramfs does without the image that it came from; undefined where it does not. */
function withoutMedium(
  family: ImageFacts['family'],
  layout: ReadonlySet<string>,
): string | undefined {
  if (family === 'tinycore') {
    return 'its whole system is in the initrd; extensions on the image are not found';
  }
  const hasPackages = layout.has('/.disk/base_installable') || layout.has('/.disk/udeb_include');
  return family === 'debian-installer' && !hasPackages
    ? 'it installs from the network, and looks for no medium'
    : undefined;
}

async function inspectPmem(
  tree: FileTree,
  target: {
    readonly chosen: BootEntry | undefined;
    readonly arch: Architecture | 'unknown';
    readonly initrd: InitrdFacts;
    readonly version: string;
    readonly needsNoMedium: string | undefined;
  },
): Promise<PmemSupport> {
  const { chosen, arch, initrd } = target;
  if (chosen === undefined) {
    return { state: 'unknown', missing: [], reason: 'the image has no entry to look at' };
  }
  if (initrd.kind === 'none') {
    const reason = 'it starts without an initrd, and looks for no medium';
    return { state: 'builtin', missing: [], reason };
  }
  if (target.needsNoMedium !== undefined) {
    return { state: 'initrd', missing: [], reason: target.needsNoMedium };
  }
  if (initrd.kind === 'absent') {
    return { state: 'unknown', missing: [], reason: `${initrd.path} is not in the image` };
  }
  if (initrd.kind === 'unreadable') {
    return { state: 'unknown', missing: [], reason: `the initrd cannot be read: ${initrd.why}` };
  }
  const unread: RootModules = { kind: 'unread', why: 'the root file system was not read' };
  if (initrd.kind === 'unread') return decidePmem({ arch, root: unread });
  const { modules } = initrd;
  const missing = missingDrivers({ arch, initrd: modules, root: unread });
  if (missing.length === 0) return decidePmem({ arch, initrd: modules, root: unread });
  const { findRootModules } = await loadRootModules();
  const version = target.version || initrd.kernelVersion;
  const root = await findRootModules(tree, missing, { version, initrd: modules });
  return decidePmem({ arch, initrd: modules, root });
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
      text: `The initrd of the default entry: ${initrd.why}`,
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
