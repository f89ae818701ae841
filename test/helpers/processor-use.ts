import type { QemuProcess } from '../../tools/qemu/qemu.ts';

/** How much of the processors a machine has used in a span of its own clock, which is this host's. */
export interface ProcessorUse {
  /** Milliseconds of processor time between two moments in milliseconds since 1970. */
  between(fromMs: number, toMs: number): number;
  close(): void;
}

const everyMs = 200;

/** Writes it down several times a second, so that the parts of a freeze can be told apart afterwards. */
export function watchProcessorUse(qemu: Pick<QemuProcess, 'processorMs'>): ProcessorUse {
  const samples: { readonly at: number; readonly used: number }[] = [];
  const timer = setInterval(() => {
    samples.push({ at: Date.now(), used: qemu.processorMs });
  }, everyMs);
  timer.unref();
  const usedUntil = (ms: number) => samples.findLast(({ at }) => at <= ms)?.used ?? 0;
  return {
    between: (fromMs, toMs) => usedUntil(toMs) - usedUntil(fromMs),
    close: () => clearInterval(timer),
  };
}
