/** What runs on this machine, and how it ends. */
export interface Power {
  /** Stops what must not run on into the next kernel; yields a sentence a step. */
  quiesce(): AsyncIterable<string>;
  /** Undoes `quiesce`, for a machine that stays. */
  resume(): Promise<void>;
  leave(how: 'reboot' | 'power-off'): Promise<void>;
}
