/** The menu on another screen of this network, as the consoles show it; a new object after each change. */
export type RemoteSnapshot =
  | {
      readonly kind: 'off';
      /** Why it ended, if nobody asked for that. */
      readonly because?: 'wrong-codes';
    }
  | { readonly kind: 'starting' }
  | (RemoteAddress & {
      readonly kind: 'waiting';
      /** Six digits, good for one browser. */
      readonly code: string;
    })
  | (RemoteAddress & {
      readonly kind: 'connected';
      /** The address of the browser that has it. */
      readonly by: string;
    });

export interface RemoteAddress {
  /** URLs, the one to show first. */
  readonly addresses: readonly string[];
  /** Of the certificate: SHA-256, hexadecimal; absent: it is not encrypted. */
  readonly fingerprint?: string;
}

/** Serves the menu to one browser of this network, while a person wants that. */
export interface RemotePanel {
  snapshot(): RemoteSnapshot;
  /** Calls `listener` after each change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
  /** Rejects with what is in the way. */
  start(how: { readonly encrypted: boolean }): Promise<void>;
  stop(): Promise<void>;
}
