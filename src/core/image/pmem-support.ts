import type { Architecture } from '../architecture.ts';
import type { Firmware } from '../machine/firmware.ts';

/**
 * How the target learns that a range of its RAM holds the medium. x86: `memmap=` marks it, which
 * nd_e820 reads; where a kernel is built without that, ACPI's table of NVDIMMs, which nfit reads.
 * arm64: that table too, or a node of the device tree where a machine has no ACPI.
 */
export type PmemDescription = 'memmap' | 'nfit' | 'device-tree';

/** Whether the target's initramfs will find the ISO on `/dev/pmem0`. */
export interface PmemSupport {
  readonly state: 'builtin' | 'initrd' | 'graft' | 'impossible' | 'unknown';
  /** Modules that must be grafted, in load order. */
  readonly missing: readonly string[];
  /** With `graft`: all that a boot loads, with what the drivers need, in load order, once known. */
  readonly loads?: readonly string[];
  readonly reason?: string;
  /** How the target would be told of the region; absent while that is not known. */
  readonly description?: PmemDescription;
  /** With `impossible`: there is a driver for loop devices at least. */
  readonly loop?: boolean;
}

/** What was read of an entry's kernel modules. Names are written with `_`. */
export interface PmemEvidence {
  readonly description: PmemDescription;
  /** Absent until the initrd was read. */
  readonly initrd?: InitrdModules;
  readonly root: RootModules;
}

export interface ModuleSet {
  readonly loadable: ReadonlySet<string>;
  readonly builtin: ReadonlySet<string>;
}

export interface InitrdModules extends ModuleSet {
  /** Something in it loads the drivers of the devices that the kernel finds: udev, nlplug-findfs. */
  readonly coldplug: boolean;
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
 * Best first: what needs no table in the target's initramfs. On arm64 the machine decides; where it
 * is not known, either may be what it needs.
 */
export function pmemDescriptions(
  arch: Architecture | 'unknown',
  firmware: Firmware | undefined,
): readonly [PmemDescription, ...PmemDescription[]] {
  if (arch !== 'aarch64') return ['memmap', 'nfit'];
  if (firmware === undefined) return ['device-tree', 'nfit'];
  return firmware === 'acpi' ? ['nfit'] : ['device-tree'];
}

const readers = { memmap: 'nd_e820', nfit: 'nfit', 'device-tree': 'of_pmem' } as const;

/**
 * The drivers that make `/dev/pmem0` of a range of RAM, in load order. A device tree's region may have
 * to be taken raw, which is told to what of_pmem makes before nd_pmem is there.
 */
export function pmemDrivers(description: PmemDescription): readonly string[] {
  const reader = readers[description];
  return description === 'device-tree'
    ? ['libnvdimm', reader, 'nd_pmem']
    : ['libnvdimm', 'nd_pmem', reader];
}

/** Those of the drivers that neither the kernel nor the initrd has. */
export function missingDrivers(evidence: PmemEvidence): readonly string[] {
  const { initrd, root } = evidence;
  return pmemDrivers(evidence.description).filter(
    (name) =>
      !(initrd?.loadable.has(name) || initrd?.builtin.has(name)) &&
      !(root.kind === 'read' && root.builtin.has(name)),
  );
}

export function decidePmem(evidence: PmemEvidence): PmemSupport {
  const { initrd, root, description } = evidence;
  if (initrd === undefined) {
    return { state: 'unknown', missing: [], reason: 'unknown until the initrd is read (--deep)' };
  }
  const missing = missingDrivers(evidence);
  if (missing.length === 0) return { ...presentDrivers(initrd, description), description };
  const names = missing.join(', ');
  if (root.kind === 'unread') {
    const reason = `the initrd lacks ${names}; ${root.why}`;
    return { state: 'unknown', missing, reason, description };
  }
  if (root.kind === 'absent') {
    return { state: 'impossible', missing: [], reason: `the initrd lacks ${names}; ${root.why}` };
  }
  if (root.unavailable.length > 0) {
    const reason = `neither the initrd nor the root file system has ${root.unavailable.join(', ')}`;
    return { state: 'impossible', missing: [], reason };
  }
  return { state: 'graft', missing: root.order, description };
}

function presentDrivers(initrd: InitrdModules, description: PmemDescription): PmemSupport {
  const loadable = pmemDrivers(description).filter((name) => initrd.loadable.has(name));
  if (loadable.length === 0) return { state: 'builtin', missing: [] };
  if (initrd.coldplug) return { state: 'initrd', missing: [] };
  const reason = 'the initrd has the drivers, and nothing that would load them';
  return { state: 'graft', missing: loadable, reason };
}
