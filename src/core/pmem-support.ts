import type { Architecture } from './architecture.ts';
import type { PmemSupport } from './image-facts.ts';

/** What was read of an entry's kernel modules. Names are written with `_`. */
export interface PmemEvidence {
  readonly arch: Architecture | 'unknown';
  /** Absent until the initrd was read. */
  readonly initrd?: ModuleSet;
  readonly root: RootModules;
}

export interface ModuleSet {
  readonly loadable: ReadonlySet<string>;
  readonly builtin: ReadonlySet<string>;
}

/** The modules of the image's root file system, where the missing ones would come from. */
export type RootModules =
  | { readonly kind: 'unread'; readonly why: string }
  | { readonly kind: 'absent'; readonly why: string }
  | {
      readonly kind: 'read';
      readonly builtin: ReadonlySet<string>;
      /** What of the missing ones is there, with what it needs, in load order. */
      readonly order: readonly string[];
      /** What of them is not. */
      readonly unavailable: readonly string[];
    };

/**
 * The drivers that make `/dev/pmem0` of a range of RAM, in load order: of `memmap=` on x86 by
 * nd_e820, of a device-tree node on arm64 by of_pmem.
 */
export function pmemDrivers(arch: Architecture | 'unknown'): readonly string[] {
  return ['libnvdimm', 'nd_pmem', arch === 'aarch64' ? 'of_pmem' : 'nd_e820'];
}

/** Those of the drivers that neither the kernel nor the initrd has. */
export function missingDrivers(evidence: PmemEvidence): readonly string[] {
  const { initrd, root } = evidence;
  return pmemDrivers(evidence.arch).filter(
    (name) =>
      !(initrd?.loadable.has(name) || initrd?.builtin.has(name)) &&
      !(root.kind === 'read' && root.builtin.has(name)),
  );
}

export function decidePmem(evidence: PmemEvidence): PmemSupport {
  const { initrd, root } = evidence;
  if (initrd === undefined) {
    return { state: 'unknown', missing: [], reason: 'unknown until the initrd is read (--deep)' };
  }
  const missing = missingDrivers(evidence);
  if (missing.length === 0) {
    const loaded = pmemDrivers(evidence.arch).some((name) => initrd.loadable.has(name));
    return { state: loaded ? 'initrd' : 'builtin', missing: [] };
  }
  const names = missing.join(', ');
  if (root.kind === 'unread') {
    return { state: 'unknown', missing, reason: `the initrd lacks ${names}; ${root.why}` };
  }
  if (root.kind === 'absent') {
    return { state: 'impossible', missing: [], reason: `the initrd lacks ${names}; ${root.why}` };
  }
  if (root.unavailable.length > 0) {
    const reason = `neither the initrd nor the root file system has ${root.unavailable.join(', ')}`;
    return { state: 'impossible', missing: [], reason };
  }
  return { state: 'graft', missing: root.order };
}
