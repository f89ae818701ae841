/** A file that a driver asked the kernel for in vain, and for which device. */
export interface MissingFirmware {
  /** As its bus calls it: "0000:00:14.3", "1-1.2:1.0". */
  readonly device: string;
  readonly file: string;
}

const speaker = /^(?:<\d+>)?(?:\[[^\]]*\] )?\S+ (\S+): /;
const complaint =
  /Direct firmware load for (\S+) failed|failed to load firmware:? ["']?([\w./-]+)|firmware: failed to load (\S+)/;

/** From the kernel's log, each once, in order. A driver may have found another version since. */
export function findMissingFirmware(kernelLog: string): readonly MissingFirmware[] {
  const found = new Map<string, MissingFirmware>();
  for (const line of kernelLog.split('\n')) {
    const [head = '', device = ''] = speaker.exec(line) ?? [];
    const names = head === '' ? null : complaint.exec(line.slice(head.length));
    if (names === null) continue;
    const file = names.slice(1).find(Boolean) ?? '';
    found.set(`${device} ${file}`, { device, file });
  }
  return [...found.values()];
}
