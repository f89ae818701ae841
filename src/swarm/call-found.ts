import { callPeer, type Hello, type PeerAddress, type PeerLink } from './peer-link.ts';

export interface Calling {
  /** Under which the image may be known there, in the order in which they are tried. */
  readonly infoHashes: readonly Uint8Array[];
  readonly hello: Hello;
  readonly signal: AbortSignal;
  readonly mayCall: () => boolean;
  readonly onLink: (link: PeerLink) => void;
}

/** The rest may be forged. */
const mostCalled = 192;

/** Calls machines that were found: each of them once, unless it did not answer. */
export function createCaller({ infoHashes, hello, signal, mayCall, onLink }: Calling) {
  const called = new Set<string>();
  return async (found: PeerAddress): Promise<void> => {
    const id = `${found.address} ${found.port}`;
    if (called.has(id) || called.size >= mostCalled || !mayCall()) return;
    called.add(id);
    let link: PeerLink | undefined;
    for (const hash of infoHashes) link ??= await callPeer(found, hash, hello);
    if (link === undefined) called.delete(id);
    else if (signal.aborted) link.close();
    else onLink(link);
  };
}
