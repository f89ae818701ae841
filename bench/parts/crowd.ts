import { randomBytes } from 'node:crypto';
import { type Geometry, pieceSize } from '../../src/core/swarm/geometry.ts';
import { claimsExtension, encodeClaims } from '../../src/formats/bittorrent/claims.ts';
import { pieceHead } from '../../src/formats/bittorrent/encode-message.ts';
import { encodeExtensionHandshake } from '../../src/formats/bittorrent/extension-handshake.ts';
import { type BlockRequest, blockBytes } from '../../src/formats/bittorrent/peer-message.ts';
import type { PeerLink } from '../../src/swarm/peer-link.ts';
import { openPeerListener } from '../../src/swarm/peer-listener.ts';
import { createPeerId } from '../../src/swarm/swarm-peer.ts';
import { type CrowdOptions, crowdForm } from './crowd-form.ts';

/** Milliseconds: between two looks, and until the others have a piece that one of them has brought in. */
const lookMs = 50;
const spreadMs = 2_000;
const renewMs = 2_000;
/** Others that take each piece that the machine under test has. */
const takers = 2;
const mostAsked = 64;

interface Machine {
  readonly links: Set<PeerLink>;
  readonly pieces: Set<number>;
}

/**
 * A process of its own: machines of webboot that fetch an image of zeros together, as one more machine
 * sees them. They bring in so many pieces a second, spread them, claim what comes next, and take from
 * that machine what it has. Prints their ports as JSON, and ends with its standard input.
 */
async function run(options: CrowdOptions & { machines: number; perSecond: number }) {
  const { geometry, infoHashes } = crowdForm(options);
  const [infoHash = Buffer.alloc(0)] = infoHashes;
  const { pieces } = geometry;
  const zeros = Buffer.alloc(blockBytes);
  const machines: Machine[] = [];
  const ports: number[] = [];
  const have = (machine: Machine, piece: number) => {
    if (machine.pieces.has(piece)) return;
    machine.pieces.add(piece);
    for (const link of machine.links) link.send({ kind: 'have', piece });
  };
  const later = (piece: number, machine: Machine) =>
    setTimeout(() => have(machine, piece), Math.random() * spreadMs);

  for (let at = 0; at < options.machines; at += 1) {
    const machine: Machine = { links: new Set(), pieces: new Set() };
    machines.push(machine);
    const listener = await openPeerListener({ reaches: () => true });
    ports.push(listener.port);
    const hello = { peerId: createPeerId(), pieces };
    listener.offer(infoHash, hello, (link) => {
      machine.links.add(link);
      const taking = createTaking(geometry, link);
      const said = { client: 'crowd', queue: 128, claimsId: claimsExtension.id };
      link.send({ kind: 'extended', id: 0, payload: encodeExtensionHandshake(said) });
      link.send({ kind: 'have-none' }, { kind: 'interested' });
      link.start({
        onClose: () => void machine.links.delete(link),
        onMessage(message) {
          if (message.kind === 'interested') link.send({ kind: 'unchoke' });
          if (message.kind === 'piece') taking.next();
          if (message.kind === 'request') {
            const { piece, begin, length } = message;
            void link.sendParts([pieceHead(piece, begin, length), zeros.subarray(0, length)]);
          }
          if (message.kind !== 'have') return;
          for (const other of machines) later(message.piece, other);
          if ((message.piece + at) % options.machines < takers) taking.add(message.piece);
        },
      });
    });
  }
  const order = Uint32Array.from({ length: pieces }, (_, at) => at);
  shuffle(order);
  const begun = performance.now();
  let next = 0;
  let met = 0;
  setInterval(() => {
    if (machines.some(({ links }) => links.size === 0)) {
      met = performance.now();
      return;
    }
    const due = ((performance.now() - Math.max(begun, met)) / 1000) * options.perSecond;
    for (; next < Math.min(pieces, due); next += 1) {
      const piece = order[next] ?? 0;
      const first = machines[next % machines.length];
      if (first) have(first, piece);
      for (const machine of machines) later(piece, machine);
    }
  }, lookMs);
  setInterval(() => {
    for (const [at, { links }] of machines.entries()) {
      const piece = order[(next + at) % pieces] ?? 0;
      const payload = encodeClaims([piece]);
      for (const link of links) link.send({ kind: 'extended', id: claimsExtension.id, payload });
    }
  }, renewMs);
  process.stdout.write(`${JSON.stringify(ports)}\n`);
  process.stdin.on('end', () => process.exit(0)).resume();
}

/** Asks for the blocks of whole pieces, some of them at a time. */
function createTaking(geometry: Geometry, link: PeerLink) {
  const blocks: BlockRequest[] = [];
  let asked = 0;
  const ask = () => {
    for (; asked < mostAsked && blocks.length > 0; asked += 1) {
      const block = blocks.shift();
      if (block) link.send({ kind: 'request', ...block });
    }
  };
  return {
    add(piece: number) {
      const size = pieceSize(geometry, piece);
      for (let begin = 0; begin < size; begin += blockBytes) {
        blocks.push({ piece, begin, length: Math.min(blockBytes, size - begin) });
      }
      ask();
    },
    next() {
      asked -= 1;
      ask();
    },
  };
}

/** Fisher and Yates. */
function shuffle(list: Uint32Array): void {
  for (let at = list.length - 1; at > 0; at -= 1) {
    const other = randomBytes(4).readUInt32LE() % (at + 1);
    [list[at], list[other]] = [list[other] ?? 0, list[at] ?? 0];
  }
}

await run(JSON.parse(process.argv[2] ?? '{}'));
