/** What webboot uses of bittorrent-dht (BEP 5), which has no types of its own. */
declare module 'bittorrent-dht' {
  import type { EventEmitter } from 'node:events';

  interface DhtEvents {
    peer: [peer: { readonly host: string; readonly port: number }, infoHash: Uint8Array];
    error: [error: Error];
    warning: [error: Error];
    listening: [];
  }

  export default class Dht extends EventEmitter<DhtEvents> {
    /**
     * `bootstrap`: "HOST:PORT"; none for the first node of a network. `host`: an IPv4 address of this
     * machine, under which its own announcements are kept here as well.
     */
    constructor(options: { readonly bootstrap: readonly string[]; readonly host?: string });
    listen(port: number, onListening?: () => void): void;
    address(): { readonly port: number };
    /** Looks for others first, and reports them as `peer`. */
    announce(infoHash: Uint8Array, port: number, onDone?: (error: Error | null) => void): void;
    lookup(infoHash: Uint8Array, onDone?: (error: Error | null) => void): void;
    destroy(onDone?: () => void): void;
  }
}
