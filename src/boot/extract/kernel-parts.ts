import type { PackageFacts } from '../../formats/package/package-files.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { InitrdGraft } from './graft-initrd.ts';

/** What a kernel is taken out of. */
export type SourceKind = 'iso' | 'directory' | 'uki' | 'kernel' | PackageFacts['kind'];

export interface KernelPart {
  /** Within the source; '' where the source is the kernel itself. */
  readonly path: string;
  readonly content: RandomAccess;
}

/** Modules for the kernel that its package or its initrd has. */
export interface ModuleFacts {
  readonly count: number;
  /** Of one of them: "6.12.48+deb13-amd64 SMP preempt mod_unload modversions"; '' if it has none. */
  readonly vermagic: string;
}

/** A kernel with what belongs to it, as its source ships it. */
export interface KernelParts {
  readonly kind: SourceKind;
  readonly kernel: KernelPart;
  /** In the order in which the kernel sees them. */
  readonly initrds: readonly KernelPart[];
  readonly cmdline: string;
  /** `uname -r`, if the source says it somewhere else than in the kernel; else ''. */
  readonly version: string;
  /** The boot entry of an image. */
  readonly entry?: { readonly id: string; readonly title: string };
  readonly package?: PackageFacts;
  /** The `.config` next to the kernel. */
  readonly config?: string;
  readonly modules?: ModuleFacts;
  /** Alpine's release, "3.22.1" or "3.22", where the source says it. */
  readonly alpineVersion?: string;
  /** Already on the command line; its archive goes in front of the initrds. */
  readonly graft?: InitrdGraft;
}
