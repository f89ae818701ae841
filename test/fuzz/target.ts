/** One parser under fuzz; `test/fuzz/targets/<name>.ts` exports it as `target`. */
export interface FuzzTarget {
  /** Also the folder of its crashers under test/fixtures/crashers. */
  readonly name: string;
  /**
   * Real inputs to mutate, best some kilobytes each: mutations spread over the whole of them. A
   * text is its UTF-8 bytes.
   */
  seeds(): Promise<readonly Uint8Array[]>;
  /** Gives one input to the parser, and reads all that it offers. It may throw FormatError only. */
  run(bytes: Uint8Array): Promise<void> | void;
}
