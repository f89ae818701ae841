/** What is known of the newest release of a variant that was booted here; at least one of both. */
export interface SeenRelease {
  /** Only a version that stood in signed text: one that a server alone has told is not kept. */
  readonly version?: string;
  /** The day of the signature, YYYY-MM-DD. */
  readonly signed?: string;
}

/** The newest releases that this stick has seen verified, by `distro/variant/arch`. */
export interface ReleaseMemory {
  seen(id: string): Promise<SeenRelease | undefined>;
  /** Puts a release in the place of the one seen before. Does not throw: a boot goes on without it. */
  remember(id: string, release: SeenRelease): Promise<void>;
}
