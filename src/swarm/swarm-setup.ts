import type { PeerAddress } from './peer-link.ts';
import type { PeerListener } from './peer-listener.ts';
import type { SwarmForm } from './swarm-form.ts';

export interface SwarmSetup {
  readonly listener: PeerListener;
  /** Looks for machines with the same image, and lets itself be found, until the signal fires. */
  readonly meet: (meeting: SwarmMeeting) => void;
  /** Of a file of this size. Never throws. */
  readonly form: (size: number, signal: AbortSignal) => Promise<SwarmForm>;
  /** There may be no mirror at all: what they do not have, other machines may. */
  readonly peersOnly?: true;
  /** Waits until so many bytes may be sent to others. */
  readonly allow?: (bytes: number) => Promise<void>;
}

export interface SwarmMeeting {
  readonly signal: AbortSignal;
  /** By which other programs know it; undefined while that is not known. */
  readonly infoHash: Uint8Array | undefined;
  /** What this machine calls itself. */
  readonly peerId: Uint8Array;
  /** Bytes that are still missing. */
  readonly left: () => number;
  readonly onFound: (found: PeerAddress) => void;
}
