import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { WebbootError } from '../errors.ts';
import type { Network } from '../ports/network.ts';

/** The statuses that say that there is no such file (RFC 9110, section 15.5). */
const absent: readonly number[] = [403, 404, 410];

/** TUF's client fetches by webboot's own network: its proxies, its CA, its bounds. */
export function createTufFetcher(
  network: Pick<Network, 'fetchSmall'>,
  { directory, signal }: { readonly directory: string; readonly signal: AbortSignal },
): Fetcher {
  const fetchBytes = async (url: string, maxBytes: number): Promise<Buffer> => {
    try {
      const request = { maxBytes, signal, optional: true };
      return Buffer.from((await network.fetchSmall([url], request)).bytes);
    } catch (error) {
      // A root that is not there ends the search for newer ones (TUF specification, 5.3.3).
      // A server that is only busy must not end it.
      if (error instanceof WebbootError && absent.includes(error.httpStatus ?? 0)) {
        throw new DownloadHTTPError(error.message, 404);
      }
      throw error;
    }
  };
  return {
    downloadBytes: fetchBytes,
    downloadFile: async (url, maxBytes, handle) => {
      const bytes = await fetchBytes(url, maxBytes);
      const place = await mkdtemp(join(directory, 'target-'));
      try {
        const file = join(place, 'file');
        await writeFile(file, bytes);
        return await handle(file);
      } finally {
        await rm(place, { recursive: true, force: true });
      }
    },
  };
}
