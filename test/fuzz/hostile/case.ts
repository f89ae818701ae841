/** One reader of foreign bytes on one input that was made to hang it, or to fill the memory. */
export interface HostileCase {
  /** "initrd: 40 members of bzip2": the reader, and what it is given. */
  readonly name: string;
  /** Makes the input, and gives what reads it; may take its time. */
  prepare(): Promise<Reading> | Reading;
}

/** Reads the input to its end, or refuses it with a FormatError or a WebbootError. */
export type Reading = (options: { readonly signal: AbortSignal }) => Promise<unknown> | unknown;
