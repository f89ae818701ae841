import { ownGeometry } from '../../../src/core/swarm/geometry.ts';
import { FormatError } from '../../../src/errors.ts';
import { encodeBencode } from '../../../src/formats/bittorrent/bencode.ts';
import {
  claimsExtension,
  decodeClaims,
  encodeClaims,
} from '../../../src/formats/bittorrent/claims.ts';
import { encodeMessage } from '../../../src/formats/bittorrent/encode-message.ts';
import {
  decodeExtensionHandshake,
  encodeExtensionHandshake,
} from '../../../src/formats/bittorrent/extension-handshake.ts';
import {
  encodeLocalSearch,
  parseLocalSearch,
} from '../../../src/formats/bittorrent/local-search.ts';
import { createPeerReader, encodeHandshake } from '../../../src/formats/bittorrent/peer-reader.ts';
import { ownTorrent, parseTorrent } from '../../../src/formats/bittorrent/torrent.ts';
import { parseAnnounce, parseHttpAnswer } from '../../../src/formats/bittorrent/tracker.ts';
import type { FuzzTarget } from '../target.ts';

/** The same bytes each time: who replays an input makes the seeds anew. */
function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Math.imul(at + 1, 2654435761) >>> 24);
}

const greeting = encodeHandshake({ infoHash: Buffer.alloc(20), peerId: Buffer.alloc(20) });

/** Torrents, what is said on the network, and what a machine sends over a connection. */
export const target: FuzzTarget = {
  name: 'bittorrent',
  async seeds() {
    const geometry = ownGeometry(2_000_000);
    return [
      ownTorrent('a'.repeat(64), geometry, noise(geometry.pieces * 20)),
      encodeBencode({ interval: 900, peers: noise(60), peers6: noise(36) }),
      encodeBencode({ peers: [{ ip: '192.0.2.1', port: 6881 }] }),
      Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), noise(30)]),
      encodeLocalSearch({ infoHashes: [noise(20)], port: 6881, cookie: 'c' }, 'host:6771'),
      encodeBencode({
        announce: 'http://tracker.example/',
        'url-list': ['https://mirror.example/'],
        info: {
          name: 'x',
          'piece length': 262_144,
          pieces: noise(40),
          files: [{ length: 300_000, path: ['live.iso'] }],
        },
      }),
      Buffer.concat([
        greeting,
        encodeMessage({
          kind: 'extended',
          id: 0,
          payload: encodeExtensionHandshake({
            ...{ client: 'webboot', port: 6881, queue: 250 },
            claimsId: claimsExtension.id,
          }),
        }),
        encodeMessage({
          ...{ kind: 'extended', id: claimsExtension.id },
          payload: encodeClaims([1, 5]),
        }),
        encodeMessage({ kind: 'bitfield', bits: noise(8) }),
        encodeMessage({ kind: 'request', piece: 1, begin: 0, length: 16_384 }),
        encodeMessage({ kind: 'piece', piece: 1, begin: 0, block: noise(500) }),
        encodeMessage({ kind: 'have', piece: 3 }),
      ]),
    ];
  },
  run(bytes) {
    if (bytes[0] === 0x64) {
      refusing(() => parseHttpAnswer(bytes));
      parseTorrent(bytes);
      return;
    }
    parseAnnounce(bytes, 0);
    if (bytes[0] === 0x42) {
      parseLocalSearch(bytes);
      return;
    }
    const reader = createPeerReader(() => 64);
    for (let at = 0; at < bytes.length; at += 100) {
      for (const event of reader.read(bytes.subarray(at, at + 100))) {
        if (event.kind !== 'extended') continue;
        if (event.id === claimsExtension.id) decodeClaims(event.payload, 64);
        else decodeExtensionHandshake(event.payload);
      }
    }
  },
};

/** What is no tracker's answer may be a torrent. */
function refusing(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}
