import { WebbootError } from '../errors.ts';
import type { SmallFile, SmallFileRequest } from '../ports/network.ts';
import { askMirrors } from './ask-mirrors.ts';
import { exchange } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import { statusError } from './range-response.ts';
import type { ResponseHead } from './single-exchange.ts';

const defaultMaxBytes = 4 * 1024 * 1024;

/** The first URL's bytes that come whole and within the bound. Closes the client. Throws WebbootError. */
export async function fetchSmallFile(
  client: HttpClient,
  urls: readonly string[],
  request: SmallFileRequest = {},
): Promise<SmallFile> {
  const { maxBytes = defaultMaxBytes, signal, onNote, optional = false } = request;
  const limits = { ...client.limits, ...(optional && { busyMs: 0 }) };
  const isFinal = ({ code }: WebbootError) => code === 'cancelled';
  try {
    return await askMirrors(urls, { limits, signal, onNote, isFinal }, (url) =>
      fetchWhole(client, url, maxBytes, signal),
    );
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
      throw new WebbootError(
        'too-large',
        `The file is larger than the ${maxBytes} bytes allowed.`,
        {
          subject: url,
          remedy: 'Check the URL: this is not the small file that is expected there.',
        },
      );
    }
  };
  await exchange(client, url, {
    signal,
    size: 'small',
    onHead: (head) => {
      if (head.status !== 200) throw statusError(head);
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
