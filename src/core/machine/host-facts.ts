import type { Architecture } from '../architecture.ts';
import type { KeyList } from '../image/kernel-signature.ts';
import type { Firmware } from './firmware.ts';
import type { MemoryMap, Reservation } from './memory-map.ts';

/** A persistent-memory block device of this machine. */
export interface PmemDevice {
  /** `/dev/pmem0` */
  readonly path: string;
  readonly size: number;
  readonly reservation: Reservation;
}

/** What ACPI says of NVDIMMs that a machine has of its own. */
export interface NvdimmTables {
  /** Its NFIT, as bytes; absent if only slots are there. */
  readonly table?: Uint8Array;
  /**
   * Their root device: it goes by the table, or lists them by its own method (`_FIT`), whatever the
   * table says.
   */
  readonly root: 'none' | 'by-table' | 'by-method';
}

/** What the plan has to know of the machine that it would run on. */
export interface HostFacts {
  readonly arch: Architecture;
  readonly firmware: Firmware;
  readonly kernelVersion: string;
  readonly cmdline: string;
  /** Usable RAM as the kernel counts it, without the reservation. */
  readonly ramBytes: number;
  readonly availableBytes: number;
  readonly memoryMap: MemoryMap;
  /** Memory that is set aside for images, whether its device is there yet or not. */
  readonly ownRegions: readonly Reservation[];
  /** Those of memory that was set aside for images. */
  readonly pmem: readonly PmemDevice[];
  /** There are others: NVDIMMs, which hold somebody's data, or disks that a firmware made. */
  readonly otherPmem: boolean;
  readonly nvdimms?: NvdimmTables;
  /** A missing reservation will be made; true on paper only, since webboot makes it at its start. */
  readonly setsMemoryAside: boolean;
  /** Of the largest of webboot's own files, where it runs from its image and has all of them. */
  readonly ownFileBytes?: number;
  /** Values for `console=` of the consoles that webboot runs on, best last. */
  readonly consoles: readonly string[];
  readonly kexec: {
    readonly loadDisabled: boolean;
    /** `/sys/kernel/security/lockdown`; 'none' where the file is absent. */
    readonly lockdown: 'none' | 'integrity' | 'confidentiality';
    readonly fileLoad: boolean;
    readonly secureBoot: boolean;
    /** Identifiers of the keys that may sign kernels, hexadecimal; absent where they are not told. */
    readonly trustedKeys?: readonly string[];
    /** The same of the firmware's and its owner's certificates, whether the kernel took them over or not. */
    readonly enrolledKeys?: readonly string[];
    /** What may not be loaded, whoever signed it. */
    readonly revoked?: KeyList;
  };
}
