import { Worker } from 'node:worker_threads';
import { WebbootError } from '../errors.ts';
import type { DigestRequest } from '../ports/transfer.ts';
import { orCancelled } from './cancellation.ts';
import { type DigestJob, slots } from './digest-job.ts';

/** A digest that is computed behind the writing of a file, from what the file then holds. */
export interface ReadBackDigest {
  readonly hashed: number;
  /** Bytes before `front` are written and may be read back. */
  advance(front: number): void;
  /** The length is known now. */
  end(total: number): void;
  readonly result: Promise<Uint8Array>;
  /** Ends its thread; harmless after the result. */
  stop(): Promise<void>;
}

/** Throws (by `result`) WebbootError `sink-failed` when the file cannot be read back. */
export function startReadBackDigest(path: string, request: DigestRequest): ReadBackDigest {
  const state = new BigInt64Array(new SharedArrayBuffer(4 * BigInt64Array.BYTES_PER_ELEMENT));
  Atomics.store(state, slots.total, -1n);
  const job: DigestJob = { ...request, path, state: state.buffer };
  const worker = startWorker(job);
  const result = new Promise<Uint8Array>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', (cause) => reject(readBackError(path, cause)));
    worker.once('exit', () => reject(readBackError(path, 'its thread ended')));
  });
  // Whoever waits for it sees the failure; a stopped one is nobody's.
  result.catch(() => {});
  const change = (slot: number, value: number) => {
    Atomics.store(state, slot, BigInt(value));
    Atomics.add(state, slots.changes, 1n);
    Atomics.notify(state, slots.changes);
  };
  return {
    result,
    get hashed() {
      return Number(Atomics.load(state, slots.hashed));
    },
    advance: (front) => change(slots.front, front),
    end: (total) => change(slots.total, total),
    stop: async () => {
      await worker.terminate();
    },
  };
}

const reportEveryMs = 200;

/** The digest of a file's first `bytes` bytes, on a thread of its own. Throws WebbootError. */
export async function digestFile(
  path: string,
  bytes: number,
  request: DigestRequest,
  options: { signal?: AbortSignal; onProgress?: (bytes: number) => void } = {},
): Promise<Uint8Array> {
  const { signal, onProgress } = options;
  const digest = startReadBackDigest(path, request);
  digest.end(bytes);
  digest.advance(bytes);
  const ticker = setInterval(() => onProgress?.(digest.hashed), reportEveryMs);
  try {
    return await orCancelled(digest.result, signal);
  } finally {
    clearInterval(ticker);
    await digest.stop();
  }
}

function readBackError(path: string, cause: unknown): WebbootError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new WebbootError('sink-failed', `Reading ${path} back failed: ${text}`, {
    subject: path,
    remedy: 'Check the device; its content cannot be trusted.',
    cause,
  });
}

/** It makes no garbage: one buffer is read into, and hashed. */
const resourceLimits = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 };

/** Next to this module from sources, next to the bundle in the image. */
function startWorker(workerData: DigestJob): Worker {
  const fromSources = import.meta.url.endsWith('.ts');
  return new Worker(
    new URL(fromSources ? './transfer-worker.ts' : './transfer-worker.mjs', import.meta.url),
    { workerData, resourceLimits },
  );
}
