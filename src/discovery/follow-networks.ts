export interface FollowedNetworks<T> {
  each(): readonly T[];
  /** Follows no more, and gives what is open still. */
  stop(): readonly T[];
}

/** How often networks that have come or gone are looked for. */
const lookEveryMs = 5_000;

/**
 * Keeps something open on each of this machine's networks, also on those that come up later.
 */
export function followNetworks<T>(
  networks: () => readonly string[],
  { open, close }: { open: (network: string) => T; close: (gone: T) => void },
  everyMs = lookEveryMs,
): FollowedNetworks<T> {
  const known = new Map<string, T>();
  const look = () => {
    const now = networks();
    for (const [network, one] of known) {
      if (now.includes(network)) continue;
      known.delete(network);
      close(one);
    }
    for (const network of now.filter((name) => !known.has(name))) {
      known.set(network, open(network));
    }
  };
  look();
  const looking = setInterval(look, everyMs);
  looking.unref();
  return {
    each: () => [...known.values()],
    stop() {
      clearInterval(looking);
      return [...known.values()];
    },
  };
}
