interface Named {
  readonly name: string;
  readonly kind: 'wired' | 'wireless' | 'other';
  readonly mac: string;
}

/**
 * The interface that a person means: by its name, by its MAC address, or by the name that the
 * kernel gave it before a running system renamed it. `eth0` is the first wired one and `wlan1` the
 * second wireless one, of `interfaces` in the kernel's order.
 */
export function findInterface<T extends Named>(
  interfaces: readonly T[],
  wanted: string,
): T | undefined {
  const exact = interfaces.find(({ name }) => name === wanted);
  if (exact !== undefined) return exact;
  const mac = wanted.toLowerCase().replaceAll('-', ':');
  const [, type, number] = /^(eth|wlan)(\d+)$/.exec(wanted) ?? [];
  if (type === undefined) return interfaces.find((candidate) => candidate.mac === mac);
  const kind = type === 'eth' ? 'wired' : 'wireless';
  return interfaces.filter((candidate) => candidate.kind === kind)[Number(number)];
}
