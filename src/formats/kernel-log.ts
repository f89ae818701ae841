/** A file that a driver asked the kernel for in vain, and for which device. */
export interface MissingFirmware {
  /** As its bus calls it: "0000:00:14.3", "1-1.2:1.0". */
  readonly device: string;
  readonly file: string;
}

/** From the kernel's log, each once, in order. A driver may have found another version since. */
export function findMissingFirmware(kernelLog: string): readonly MissingFirmware[] {
  const pattern =
    /^(?:<\d+>)?(?:\[[^\]]*\] )?\S+ (\S+): .*?(?:Direct firmware load for (\S+) failed|failed to load firmware:? ["']?([\w./-]+)|firmware: failed to load (\S+))/gm;
  const found = new Map<string, MissingFirmware>();
  for (const [, device = '', ...groups] of kernelLog.matchAll(pattern)) {
    const file = groups.find(Boolean) ?? '';
    found.set(`${device} ${file}`, { device, file });
  }
  return [...found.values()];
}
