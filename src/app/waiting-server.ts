import { type VerifiedFile, verifyOffered } from '../boot/files/verified-file.ts';
import type { FetchContext } from '../cli/fetch.ts';
import { WebbootError } from '../errors.ts';
import { serveUntil } from './offer-medium.ts';

/** Gives the images of this machine's sticks and disks to others while the menu waits for a person. */
export interface WaitingServer {
  /** What there is by now: paths. Images that nobody vouches for are left out. */
  offer(paths: readonly string[]): void;
  stop(): Promise<void>;
}

/**
 * `open` is called when there is something to verify. One file is read at a time; what was read once is
 * not read again. `log` takes what becomes of each, a sentence. `serve` is the real server, unless a
 * test brings its own.
 */
export function createWaitingServer({
  open,
  log,
  serve = serveUntil,
}: {
  readonly open: () => Promise<FetchContext>;
  readonly log: (text: string) => void;
  readonly serve?: typeof serveUntil;
}): WaitingServer {
  const ended = new AbortController();
  const verified = new Map<string, VerifiedFile | undefined>();
  let wanted: readonly string[] = [];
  let changed = new AbortController();
  let context: Promise<FetchContext> | undefined;

  const verify = async (path: string) => {
    context ??= open();
    const files = { ...(await context), signal: ended.signal };
    try {
      const file = await verifyOffered(await files.select(path, files), path, files);
      log(`${file.title} is given to other machines of this network.`);
      return file;
    } catch (error) {
      ended.signal.throwIfAborted();
      if (!(error instanceof WebbootError)) throw error;
      log(`${path} is not given to others: ${error.message}`);
      return undefined;
    }
  };
  const run = async () => {
    while (!ended.signal.aborted) {
      changed = new AbortController();
      const paths = wanted;
      for (const path of paths.filter((one) => !verified.has(one))) {
        verified.set(path, await verify(path));
      }
      const signal = AbortSignal.any([ended.signal, changed.signal]);
      const images = paths.flatMap((path) => verified.get(path) ?? []);
      if (images.length === 0) await aborted(signal);
      else await serve(images, { signal, onChange: () => {}, onProblem: log });
    }
  };
  let serving: Promise<void> | undefined;
  return {
    offer(paths) {
      if (paths.join('\n') === wanted.join('\n')) return;
      wanted = paths;
      changed.abort();
      serving ??= run().catch((error: Error) => {
        if (!ended.signal.aborted) log(`Images are not given to others: ${error.message}`);
      });
    },
    async stop() {
      ended.abort();
      await serving;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
