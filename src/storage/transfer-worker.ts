import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type DigestJob, slots } from './digest-job.ts';

const readBytes = 256 * 1024;

// Follows the front of what is written, reads it back and hashes it, on a thread of its own.
const job: DigestJob = workerData;
const state = new BigInt64Array(job.state);
const hash = createHash(job.algorithm);
const buffer = Buffer.allocUnsafeSlow(readBytes);
const file = openSync(job.path, 'r');
try {
  let at = 0;
  for (let total = -1; total < 0 || at < total; ) {
    const changes = Atomics.load(state, slots.changes);
    const front = Number(Atomics.load(state, slots.front));
    total = Number(Atomics.load(state, slots.total));
    // Whole buffers while the front moves: fewer and longer reads.
    if (front - at < readBytes && front !== total) {
      Atomics.wait(state, slots.changes, changes);
      continue;
    }
    while (at < front) {
      const length = readSync(file, buffer, 0, Math.min(readBytes, front - at), at);
      if (length === 0) throw new Error(`${job.path} ends at ${at}, before its ${front} bytes`);
      hash.update(buffer.subarray(0, length));
      at += length;
      Atomics.store(state, slots.hashed, BigInt(at));
    }
  }
  hash.update(job.suffix);
  parentPort?.postMessage(new Uint8Array(hash.digest()));
} finally {
  closeSync(file);
}
