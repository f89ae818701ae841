import type { Network, OnNote } from '../../ports/network.ts';

/** The same network, whose small requests report to `onNote` unless they say where to. */
export function notingNetwork<N extends Partial<Network>>(
  network: N,
  onNote: OnNote | undefined,
): N {
  if (onNote === undefined) return network;
  const { open, fetchSmall } = network;
  return {
    ...network,
    ...(open && { open: (urls, signal, own = onNote) => open(urls, signal, own) }),
    ...(fetchSmall && { fetchSmall: (urls, request) => fetchSmall(urls, { onNote, ...request }) }),
  } satisfies Partial<Network>;
}
