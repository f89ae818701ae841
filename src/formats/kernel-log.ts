/** Names of firmware files that drivers asked for in vain, each once, in order. */
export function findMissingFirmware(kernelLog: string): readonly string[] {
  const pattern =
    /(?:Direct firmware load for (\S+) failed|failed to load firmware:? ["']?([\w./-]+)|firmware: failed to load (\S+))/g;
  const names = [...kernelLog.matchAll(pattern)].map(([, ...groups]) => groups.find(Boolean) ?? '');
  return [...new Set(names)];
}
