import type { UpgradeHost } from './unit-facts.ts';

/** A checkpoint is somewhat larger than the memory that is resident. */
const overhead = 1.1;

export function checkpointBytes(residentBytes: number): number {
  return Math.ceil(residentBytes * overhead);
}

/** Written and read once each, by a disk of no great speed. */
const bytesPerSecond = 200e6;
/** Orderly shutdown of what is not carried. */
const shutdownSeconds = 10;

/**
 * How long the carried units will stand still, in seconds: dump, shutdown, boot, restore. An
 * estimate by this boot's own duration; undefined if systemd does not tell that.
 */
export function estimateFreeze(bytes: number, { bootSeconds }: UpgradeHost): number | undefined {
  if (bootSeconds === undefined) return undefined;
  return Math.round(shutdownSeconds + bootSeconds + (2 * bytes) / bytesPerSecond);
}
