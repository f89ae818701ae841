import { WebbootError } from '../errors.ts';
import type { SmallFile } from '../ports/network.ts';
import { exchange, type ResponseHead } from './exchange.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { statusError } from './range-response.ts';
import { joinMirrorErrors, withRetries } from './retry.ts';
import type { TransportOptions } from './transport-options.ts';

const defaultMaxBytes = 4 * 1024 * 1024;

/** The first URL's bytes that come whole and within the bound. Throws WebbootError. */
export async function fetchSmallFile(
  options: TransportOptions,
  urls: readonly string[],
  request: { readonly maxBytes?: number; readonly signal?: AbortSignal } = {},
): Promise<SmallFile> {
  const { maxBytes = defaultMaxBytes, signal } = request;
  const client = createHttpClient(options);
  const failures: WebbootError[] = [];
  try {
    for (const url of urls) {
      try {
        return await withRetries(client.limits, signal, () =>
          fetchWhole(client, url, maxBytes, signal),
        );
      } catch (error) {
        if (!(error instanceof WebbootError) || error.code === 'cancelled') {
          throw error;
        }
        failures.push(error);
      }
    }
    throw joinMirrorErrors(failures);
  } finally {
    await client.close();
  }
}

async function fetchWhole(
  client: HttpClient,
  url: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<SmallFile> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let answer: ResponseHead | undefined;
  const take = (length: number) => {
    bytes += length;
    if (bytes > maxBytes) {
      throw new WebbootError('too-large', `More than the ${maxBytes} bytes that it may have`, {
        subject: url,
        remedy: 'Check the URL: this is not the small file that was expected.',
      });
    }
  };
  await exchange(client, url, {
    signal,
    onHead: (head) => {
      if (head.status !== 200) {
        throw statusError(head);
      }
      answer = head;
    },
    onBytes: (chunk) => {
      take(chunk.length);
      chunks.push(chunk.slice());
      return 'continue';
    },
  });
  const date = new Date(String(answer?.headers.date ?? ''));
  return {
    url: answer?.url ?? url,
    bytes: new Uint8Array(Buffer.concat(chunks)),
    ...(!Number.isNaN(date.getTime()) && { date }),
  };
}
