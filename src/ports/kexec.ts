import type { Reservation } from '../core/machine/memory-map.ts';

export interface KexecImage {
  readonly kernel: string;
  readonly initrd?: string;
  readonly cmdline: string;
  /** A device tree, for arm64; by default the running one is handed on. */
  readonly dtb?: string;
  /** What the next kernel of an arm64 machine leaves alone, told by the tree; by default nothing. */
  readonly region?: Reservation;
  /** Enter the x86 kernel in 32-bit mode, for firmware that needs it; kexec_load only. */
  readonly entry32?: boolean;
  /**
   * `kernel` is an ELF file of raw segments, which lie at their addresses and are entered as they
   * are; x86-64 and kexec_load only.
   */
  readonly raw?: boolean;
  /**
   * Leaves out the digest of the segments that the purgatory computes before the jump: seconds on
   * a slow machine. kexec_load only, and never under lockdown. Always so on arm64, where the
   * purgatory runs without caches: half a minute for a large initrd.
   */
  readonly unchecked?: boolean;
  /** Memory is scarce: kexec_load comes first, which takes less of it than kexec_file_load. */
  readonly isSparing?: boolean;
}

/** Loads a kernel and jumps when this program has ended, so that its memory is free by then. */
export interface LoadAlone {
  /** Bytes that this program gives back. */
  bytes(): number;
  /** Ends this program. Whoever has started it loads the kernel, and shows what is wrong if that fails. */
  exec(image: KexecImage): Promise<never>;
}

/** The way into the next kernel. */
export interface Kexec {
  /** Absent if nobody waits for this program's end: in webboot's image init.sh does. */
  readonly alone?: LoadAlone;
  /** Keeps the record of the boot under way for as long as this kernel runs. */
  saveRecord(text: string): Promise<void>;
  /** Throws `kexec-refused` with the kernel's own words. */
  kexecLoad(image: KexecImage): Promise<void>;
  kexecUnload(): Promise<void>;
  /** Returns only in a dry run. */
  kexecExec(): Promise<void>;
}
