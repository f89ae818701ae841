import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { ServeLimits } from './limits.ts';
import type { OpenFile } from './open-file.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Taking, Tally } from './tally.ts';

export interface Sending {
  readonly limits: ServeLimits;
  /** Fires when a client has had so many milliseconds. */
  readonly patience: (ms: number) => AbortSignal;
  readonly rate: RateLimit;
  readonly tally: Tally;
}

/** Sends a part of a file as fast as the client and the rate allow; a client that is too slow is cut off. */
export async function sendFile(
  answer: ServerResponse,
  { file, label }: { readonly file: OpenFile /** What it counts as. */; readonly label: string },
  { start, end }: { readonly start: number; readonly end: number },
  { tally, ...sending }: Sending,
): Promise<void> {
  const taking = tally.begin(answer.req.socket.remoteAddress ?? 'unknown', label);
  const gone = new AbortController();
  answer.once('close', () => gone.abort());
  try {
    await pump(answer, file, { start, end }, { ...sending, tally, taking, gone: gone.signal });
  } catch (error) {
    answer.destroy();
    if (!gone.signal.aborted && !isSlow(error)) throw error;
    if (isSlow(error)) tally.droppedSlow();
  } finally {
    tally.end(taking);
  }
}

async function pump(
  answer: ServerResponse,
  file: OpenFile,
  { start, end }: { readonly start: number; readonly end: number },
  {
    limits,
    patience,
    rate,
    tally,
    taking,
    gone,
  }: Sending & { readonly taking: Taking; readonly gone: AbortSignal },
): Promise<void> {
  for (let at = start; at < end; ) {
    const chunk = Buffer.allocUnsafe(Math.min(limits.chunkBytes, end - at));
    await rate.take(chunk.length, gone);
    gone.throwIfAborted();
    const read = await file.read(chunk, at);
    if (read === 0) throw new Error(`${file.path} has become shorter.`);
    const free = answer.write(chunk.subarray(0, read));
    if (!free) await drained(answer, patience(limits.chunkMs), gone);
    at += read;
    tally.sent(taking, read);
  }
  answer.end();
}

async function drained(answer: ServerResponse, slow: AbortSignal, gone: AbortSignal) {
  try {
    await once(answer, 'drain', { signal: AbortSignal.any([gone, slow]) });
  } catch (error) {
    throw slow.aborted && !gone.aborted ? new SlowClient() : error;
  }
}

class SlowClient extends Error {}

function isSlow(error: unknown): boolean {
  return error instanceof SlowClient;
}
