import { callPeer, type Hello, type PeerAddress, type PeerLink } from './peer-link.ts';

export interface Calling {
  /** Under which the image may be known there, in the order in which they are tried. */
  readonly infoHashes: readonly Uint8Array[];
  readonly hello: Hello;
  readonly signal: AbortSignal;
  readonly mayCall: (found: PeerAddress) => boolean;
  readonly onLink: (link: PeerLink) => void;
}

export interface Caller {
  call(found: PeerAddress): void;
  /** A machine that was called is gone, and may be called again. */
  forget(gone: PeerAddress): void;
}

/** The rest may be forged. */
const mostCalled = 192;

/** Calls machines that were found, each of them once at a time. */
export function createCaller(options: Calling): Caller {
  const { infoHashes, hello, signal, mayCall, onLink } = options;
  const called = new Set<string>();
  const nameOf = ({ address, port }: PeerAddress) => `${address} ${port}`;
  const call = async (found: PeerAddress) => {
    const id = nameOf(found);
    if (called.has(id) || called.size >= mostCalled || !mayCall(found)) return;
    called.add(id);
    let link: PeerLink | undefined;
    for (const hash of infoHashes) link ??= await callPeer(found, hash, hello);
    if (link === undefined) called.delete(id);
    else if (signal.aborted) link.close();
    else onLink(link);
  };
  return {
    call: (found) => void call(found),
    forget: (gone) => void called.delete(nameOf(gone)),
  };
}
