import type { Architecture } from '../../core/architecture.ts';
import type { BootEntry, ImageFacts, PmemSupport } from '../../core/image-facts.ts';
import {
  decidePmem,
  missingDrivers,
  pmemDescriptions,
  type RootModules,
} from '../../core/pmem-support.ts';
import type { FileTree } from '../../ports.ts';
import type { InitrdFacts } from './initrd-facts.ts';

export interface PmemTarget {
  readonly chosen: BootEntry | undefined;
  readonly arch: Architecture | 'unknown';
  readonly family: ImageFacts['family'];
  readonly layout: ReadonlySet<string>;
  readonly initrd: InitrdFacts;
  /** Of the entry's kernel; '' where the image does not tell. */
  readonly version: string;
}

export const loadRootModules = () => import('./root-modules.ts');

const unread: RootModules = { kind: 'unread', why: 'the root file system was not read' };

/** Whether the initramfs of one entry will find the image in memory, and what it lacks for that. */
export async function inspectPmem(tree: FileTree, target: PmemTarget): Promise<PmemSupport> {
  const { chosen, initrd } = target;
  if (chosen === undefined) {
    return { state: 'unknown', missing: [], reason: 'the image has no entry to look at' };
  }
  if (initrd.kind === 'none') {
    const reason = 'it starts without an initrd, and looks for no medium';
    return { state: 'builtin', missing: [], reason };
  }
  const without = withoutMedium(target);
  if (without !== undefined) return { state: 'initrd', missing: [], reason: without };
  if (initrd.kind === 'absent') {
    return { state: 'unknown', missing: [], reason: `${initrd.path} is not in the image` };
  }
  if (initrd.kind === 'unreadable') {
    return { state: 'unknown', missing: [], reason: `the initrd cannot be read: ${initrd.why}` };
  }
  const descriptions = pmemDescriptions(target.arch);
  const [description] = descriptions;
  if (initrd.kind === 'unread') return decidePmem({ description, root: unread });
  let best: PmemSupport | undefined;
  for (const candidate of descriptions) {
    const support = await supportBy(candidate, tree, { ...target, initrd });
    if (support.state !== 'impossible') return support;
    best ??= support;
  }
  const loop = await hasLoop(tree, { ...target, initrd });
  return { ...(best ?? decidePmem({ description, root: unread })), ...(loop ? { loop } : {}) };
}

async function supportBy(
  description: ReturnType<typeof pmemDescriptions>[number],
  tree: FileTree,
  { initrd, version }: { initrd: InitrdFacts & { kind: 'read' }; version: string },
): Promise<PmemSupport> {
  const { modules } = initrd;
  const missing = missingDrivers({ description, initrd: modules, root: unread });
  if (missing.length === 0) return decidePmem({ description, initrd: modules, root: unread });
  const { findRootModules } = await loadRootModules();
  const kernel = { version: version || initrd.kernelVersion, initrd: modules };
  const root = await findRootModules(tree, missing, kernel);
  return decidePmem({ description, initrd: modules, root });
}

/** Live systems mount their root through it, so nearly all have it. */
async function hasLoop(
  tree: FileTree,
  { initrd, version }: { initrd: InitrdFacts & { kind: 'read' }; version: string },
): Promise<boolean> {
  const { modules, kernelVersion } = initrd;
  if (modules.loadable.has('loop') || modules.builtin.has('loop')) return true;
  const { findRootModules } = await loadRootModules();
  const kernel = { version: version || kernelVersion, initrd: modules };
  const root = await findRootModules(tree, ['loop'], kernel);
  return root.kind === 'read' && root.unavailable.length === 0;
}

/** Why an initramfs does without the image that it came from; undefined where it does not. */
function withoutMedium({ family, layout }: PmemTarget): string | undefined {
  if (family === 'tinycore') {
    return 'its whole system is in the initrd; extensions of the image are added to that';
  }
  const hasPackages = layout.has('/.disk/base_installable') || layout.has('/.disk/udeb_include');
  return family === 'debian-installer' && !hasPackages
    ? 'it installs from the network, and looks for no medium'
    : undefined;
}
