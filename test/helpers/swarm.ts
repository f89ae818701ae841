import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownGeometry } from '../../src/core/swarm/geometry.ts';
import type { PieceHashes } from '../../src/core/swarm/piece-check.ts';
import { WebbootError } from '../../src/errors.ts';
import { sha1 } from '../../src/formats/bittorrent/torrent.ts';
import type { Origin } from '../../src/ports/swarm.ts';
import type { Others } from '../../src/swarm/linger.ts';
import type { PeerAddress } from '../../src/swarm/peer-link.ts';
import { openPeerListener } from '../../src/swarm/peer-listener.ts';
import { createSwarm } from '../../src/swarm/swarm.ts';
import { ownForm } from '../../src/swarm/swarm-form.ts';

/** Machines of one swarm in this process, on the loopback, with an origin that counts what it gives. */
export interface TestSwarm extends AsyncDisposable {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly origin: TestOrigin;
  readonly notes: string[];
  join(options?: MachineOptions): Promise<TestMachine>;
  /** Lets another program be found. */
  introduce(address: PeerAddress): void;
}

export interface MachineOptions {
  readonly hashes?: PieceHashes | undefined;
  readonly origin?: Origin;
  readonly outageMs?: number;
}

export interface TestMachine {
  readonly port: number;
  /** From other machines. */
  readonly received: ReadonlyMap<string, number>;
  readonly done: Promise<void>;
  content(): Promise<Uint8Array>;
  readonly bytesOut: number;
  readonly others: Others;
  /** As if the program were gone. */
  leave(): Promise<void>;
}

export interface TestOrigin extends Origin {
  given: number;
  sampled: number;
  /** It does not answer any more. */
  dead: boolean;
}

const chunk = 64 * 1024;

/** `pace` in milliseconds for each 64 KiB. */
export function testOrigin(bytes: Uint8Array, pace = 0): TestOrigin {
  const check = (signal: AbortSignal) => {
    signal.throwIfAborted();
    if (origin.dead) throw new WebbootError('all-mirrors-failed', 'No mirror answers.');
  };
  let turn: Promise<unknown> = Promise.resolve();
  const origin: TestOrigin = {
    given: 0,
    sampled: 0,
    dead: false,
    async read(start, end, { signal, onBytes }) {
      for (let at = start; at < end; at += chunk) {
        // One wire for all.
        turn = turn.then(() => sleep(pace));
        await turn;
        check(signal);
        const part = bytes.subarray(at, Math.min(end, at + chunk));
        origin.given += part.length;
        await onBytes(part);
      }
    },
    async sample(start, end, signal) {
      check(signal);
      origin.sampled += end - start;
      return bytes.slice(start, end);
    },
  };
  return origin;
}

/** What a torrent of the file would say, in webboot's own pieces. */
export function hashesOf(bytes: Uint8Array): PieceHashes {
  const geometry = ownGeometry(bytes.length);
  const hashes = Array.from({ length: geometry.pieces }, (_, at) =>
    sha1(bytes.subarray(at * geometry.pieceLength, (at + 1) * geometry.pieceLength)),
  );
  return { geometry, start: 0, hashes: Buffer.concat(hashes) };
}

export async function openTestSwarm(bytes: Uint8Array, pace = 0): Promise<TestSwarm> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-swarm-'));
  const origin = testOrigin(bytes, pace);
  const notes: string[] = [];
  const known = new Set<PeerAddress>();
  const looking = new Set<(found: PeerAddress) => void>();
  const leaving: (() => Promise<void>)[] = [];
  const name = createHash('sha256').update(bytes).digest('hex');
  const introduce = (address: PeerAddress) => {
    known.add(address);
    for (const onFound of looking) onFound(address);
  };
  let machines = 0;
  return {
    bytes,
    name,
    origin,
    notes,
    introduce,
    async join(options = {}) {
      machines += 1;
      const sink = join(folder, `${machines}.part`);
      const file: FileHandle = await open(sink, 'w');
      const listener = await openPeerListener({ reaches: () => true });
      const received = new Map<string, number>();
      const stopping = new AbortController();
      const swarm = createSwarm({
        listener,
        form: async (bytesOfFile) => ownForm(name, bytesOfFile, options.hashes),
        meet({ signal, onFound }) {
          for (const address of known) onFound(address);
          looking.add(onFound);
          signal.addEventListener('abort', () => looking.delete(onFound), { once: true });
          introduce({ address: '127.0.0.1', port: listener.port });
        },
      });
      const done = swarm.fetch({
        size: bytes.length,
        sink,
        put: async (offset, part) => {
          await file.write(part, 0, part.length, offset);
        },
        origin: options.origin ?? origin,
        outageMs: options.outageMs ?? 20_000,
        signal: stopping.signal,
        onNote: (text) => notes.push(text),
        onDropped: (machine, reason) => notes.push(`${machine} was dropped: ${reason}.`),
        onReceivedFrom: (from, count) => received.set(from, (received.get(from) ?? 0) + count),
      });
      done.catch(() => {});
      let left = false;
      const leave = async () => {
        if (left) return;
        left = true;
        stopping.abort(new Error('gone'));
        await done.catch(() => {});
        await swarm.leave();
        listener.close();
        await file.close();
      };
      leaving.push(leave);
      return {
        port: listener.port,
        received,
        done,
        content: () => readFile(sink),
        get bytesOut() {
          return swarm.bytesOut;
        },
        get others() {
          return swarm.others;
        },
        leave,
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(leaving.map((leave) => leave()));
      await rm(folder, { recursive: true });
    },
  };
}
