import { WebbootError } from '../errors.ts';
import type { BlockWriter } from '../storage/block-writer.ts';
import { exchange } from './exchange.ts';
import type { HttpClient } from './http-client.ts';
import { readWholeHead } from './range-response.ts';

export interface WholeTransfer {
  readonly client: HttpClient;
  readonly url: string;
  /** Known from elsewhere; another length of the answer is refused. */
  readonly expectedBytes: number | undefined;
  readonly writer: BlockWriter;
  readonly signal: AbortSignal;
  /** The length, as soon as the answer's head tells it. A promise: wait before the bytes. */
  readonly onSize: (size: number) => Promise<void>;
}

/**
 * Fetches the file in one piece, from a server that serves no ranges: nothing can be resumed.
 * Gives the bytes that came. Throws WebbootError.
 */
export async function transferWhole(transfer: WholeTransfer): Promise<number> {
  const { client, url, expectedBytes, writer, signal, onSize } = transfer;
  const out = writer.lane(0);
  let received = 0;
  let size = expectedBytes;
  let ready: Promise<void> | undefined;
  const mismatch = (found: string) =>
    new WebbootError('length-mismatch', `${new URL(url).host} sent ${found}.`, {
      subject: url,
      remedy: 'This mirror has another version or a damaged one: try another mirror.',
    });
  try {
    await exchange(client, url, {
      signal,
      size: 'long',
      onHead: (head) => {
        const told = readWholeHead(head);
        if (told !== undefined && told !== (expectedBytes ?? told)) {
          throw mismatch(`${told} bytes instead of ${expectedBytes}`);
        }
        size = told ?? expectedBytes;
        ready = size === undefined ? undefined : onSize(size);
        // It is waited for before the first byte; there may be none.
        ready?.catch(() => {});
      },
      onBytes: (bytes) => {
        received += bytes.length;
        if (size !== undefined && received > size) throw mismatch(`more than ${size} bytes`);
        const wait = out.write(bytes);
        const first = ready;
        ready = undefined;
        return first ?? wait ?? 'continue';
      },
    });
  } finally {
    out.flush();
  }
  await ready;
  if (size !== undefined && received < size) throw mismatch(`only ${received} of ${size} bytes`);
  return received;
}
