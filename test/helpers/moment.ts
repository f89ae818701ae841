import type { QemuProcess } from '../../tools/qemu/qemu.ts';

/** A moment of a machine's run, or the time between two: by the clock, and by the processors that QEMU used. */
export interface Moment {
  readonly ms: number;
  readonly processorMs: number;
}

export function now(qemu: Pick<QemuProcess, 'processorMs'>): Moment {
  return { ms: performance.now(), processorMs: qemu.processorMs };
}

export function between(from: Moment, to: Moment): Moment {
  return { ms: to.ms - from.ms, processorMs: to.processorMs - from.processorMs };
}
