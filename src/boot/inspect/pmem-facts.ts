import type { Architecture } from '../../core/architecture.ts';
import { rulesOf } from '../../core/families/family.ts';
import type { BootEntry, ImageFacts } from '../../core/image/image-facts.ts';
import type { PmemSupport } from '../../core/image/pmem-support.ts';
import {
  decidePmem,
  type ModuleSet,
  missingDrivers,
  pmemDescriptions,
  pmemDrivers,
  type RootModules,
} from '../../core/image/pmem-support.ts';
import type { Firmware } from '../../core/machine/firmware.ts';
import { loadOrder } from '../../formats/modules/load-order.ts';
import { moduleName } from '../../formats/modules/module-name.ts';
import type { ModulesDep } from '../../formats/modules/modules-dep.ts';
import type { InitrdFacts } from './initrd-facts.ts';
import type { RootFileSystems } from './root-modules.ts';

export interface PmemTarget {
  readonly chosen: BootEntry | undefined;
  readonly arch: Architecture | 'unknown';
  /** Of the machine that is to boot it, where that is known. */
  readonly firmware: Firmware | undefined;
  readonly family: ImageFacts['family'];
  readonly layout: ReadonlySet<string>;
  readonly initrd: InitrdFacts;
  /** Of the entry's kernel; '' where the image does not tell. */
  readonly version: string;
  /** Where drivers may be taken from; nothing where only the image's own files are looked at. */
  readonly roots: RootFileSystems | undefined;
}

const unread: RootModules = { kind: 'unread', why: 'the root file system was not read' };

/** Whether the initramfs of one entry will find the image in memory, and what it lacks for that. */
export async function inspectPmem(target: PmemTarget): Promise<PmemSupport> {
  const { chosen, initrd } = target;
  if (chosen === undefined) {
    return { state: 'unknown', missing: [], reason: 'the image has no boot entry to inspect' };
  }
  if (initrd.kind === 'none') {
    const reason = 'it starts without an initrd and needs no medium';
    return { state: 'builtin', missing: [], reason };
  }
  const without = rulesOf(target.family).withoutMedium?.({ ...chosen, layout: target.layout });
  if (without !== undefined) return { state: 'initrd', missing: [], reason: without };
  if (initrd.kind === 'absent') {
    return { state: 'unknown', missing: [], reason: `${initrd.path} is not in the image` };
  }
  if (initrd.kind === 'unreadable') {
    return { state: 'unknown', missing: [], reason: `the initrd cannot be read: ${initrd.why}` };
  }
  const descriptions = pmemDescriptions(target.arch, target.firmware);
  const [description] = descriptions;
  if (initrd.kind === 'unread') return decidePmem({ description, root: unread });
  let best: PmemSupport | undefined;
  for (const candidate of descriptions) {
    const support = await supportBy(candidate, { ...target, initrd });
    if (support.state !== 'impossible') {
      return { ...support, ...(await loadsOf(support, { ...target, initrd })) };
    }
    best ??= support;
  }
  const loop = await hasLoop({ ...target, initrd });
  return { ...(best ?? decidePmem({ description, root: unread })), ...(loop ? { loop } : {}) };
}

type ReadTarget = PmemTarget & { readonly initrd: InitrdFacts & { readonly kind: 'read' } };

async function modulesOf(
  roots: RootFileSystems | undefined,
  names: readonly string[],
  kernel: { readonly version: string; readonly initrd: ModuleSet },
): Promise<RootModules> {
  if (roots === undefined) return unread;
  const { findRootModules } = await import('./root-modules.ts');
  return findRootModules(roots, names, kernel);
}

async function supportBy(
  description: ReturnType<typeof pmemDescriptions>[number],
  { initrd, version, roots }: ReadTarget,
): Promise<PmemSupport> {
  const { modules } = initrd;
  const missing = missingDrivers({ description, initrd: modules, root: unread });
  if (missing.length === 0) return decidePmem({ description, initrd: modules, root: unread });
  const root = await modulesOf(roots, missing, {
    version: version || initrd.kernelVersion,
    initrd: modules,
  });
  return decidePmem({ description, initrd: modules, root });
}

/** What a boot will load for a graft: it takes the modules of the roots, or else the initrd's. */
async function loadsOf(
  support: PmemSupport,
  { initrd, version, roots }: ReadTarget,
): Promise<{ readonly loads?: readonly string[] }> {
  if (support.state !== 'graft' || support.description === undefined) return {};
  const names = pmemDrivers(support.description);
  const kernelVersion = version || initrd.kernelVersion;
  const { findLoads } = await import('./root-modules.ts');
  const loads =
    (await findLoads(roots?.trees ?? [], { names, kernelVersion })) ??
    inLoadOrder(names, initrd.dependencies, initrd.modules.builtin);
  return loads === undefined ? {} : { loads };
}

function inLoadOrder(
  names: readonly string[],
  dependencies: ModulesDep,
  builtin: ReadonlySet<string>,
): readonly string[] | undefined {
  const { paths, missing } = loadOrder(names, dependencies, { builtin });
  return missing.length > 0 ? undefined : paths.map(moduleName);
}

/** Live systems mount their root through it, so nearly all have it. */
async function hasLoop({ initrd, version, roots }: ReadTarget): Promise<boolean> {
  const { modules, kernelVersion } = initrd;
  if (modules.loadable.has('loop') || modules.builtin.has('loop')) return true;
  const kernel = { version: version || kernelVersion, initrd: modules };
  const root = await modulesOf(roots, ['loop'], kernel);
  return root.kind === 'read' && root.unavailable.length === 0;
}
