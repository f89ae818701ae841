import { callPeer, type Hello, type PeerAddress, type PeerLink } from './peer-link.ts';
import { nameOf } from './same-machine.ts';

export interface Calling {
  /** Under which the image may be known there, in the order in which they are tried. */
  readonly infoHashes: readonly Uint8Array[];
  readonly hello: Hello;
  readonly signal: AbortSignal;
  readonly mayCall: (found: PeerAddress) => boolean;
  readonly onLink: (link: PeerLink) => void;
}

export interface Caller {
  /** Calls that have not been answered yet. */
  readonly waiting: number;
  call(found: PeerAddress): void;
  /** A machine is not here any more, and may be called again. */
  forget(gone: PeerLink): void;
}

/** The rest may be forged. */
const mostCalled = 192;
/** Whoever has not answered is called again after that, however often it is found. */
const againMs = 10_000;

/**
 * Calls machines that were found, each of them once at a time. While a machine is here, by whichever
 * connection, none of the addresses is called again at which it was reached.
 */
export function createCaller(options: Calling): Caller {
  const { infoHashes, hello, signal, mayCall, onLink } = options;
  /** By address, who answered there; undefined while that is not known. */
  const called = new Map<string, string | undefined>();
  const failed = new Map<string, number>();
  let waiting = 0;
  const ask = async (found: PeerAddress): Promise<PeerLink | undefined> => {
    waiting += 1;
    try {
      let link: PeerLink | undefined;
      for (const hash of infoHashes) link ??= await callPeer(found, hash, hello);
      return link;
    } finally {
      waiting -= 1;
    }
  };
  const call = async (found: PeerAddress) => {
    const place = `${found.address} ${found.port}`;
    if (performance.now() - (failed.get(place) ?? Number.NEGATIVE_INFINITY) < againMs) return;
    if (called.has(place) || called.size >= mostCalled || !mayCall(found)) return;
    called.set(place, undefined);
    const link = await ask(found);
    if (link === undefined) {
      called.delete(place);
      if (failed.size < mostCalled) failed.set(place, performance.now());
      return;
    }
    failed.delete(place);
    called.set(place, nameOf(link));
    if (signal.aborted) link.close();
    else onLink(link);
  };
  return {
    get waiting() {
      return waiting;
    },
    call: (found) => void call(found),
    forget(gone) {
      const name = nameOf(gone);
      for (const [place, other] of called) if (other === name) called.delete(place);
    },
  };
}
