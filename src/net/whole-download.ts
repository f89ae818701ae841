import { type ErrorCode, errorCodes } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import type { DownloadRequest, DownloadResult } from '../ports/transfer.ts';
import type { DownloadSink } from '../storage/download-sink.ts';
import { askMirrors } from './ask-mirrors.ts';
import { runPass } from './download-pass.ts';
import type { HttpClient } from './http-client.ts';
import { transferWhole } from './whole-transfer.ts';

export interface Transfer {
  readonly client: HttpClient;
  /** For machines of this network. */
  readonly direct: HttpClient;
  readonly sink: DownloadSink;
  readonly request: DownloadRequest;
}

/** What came, and from where. */
export interface Delivery extends DownloadResult {
  readonly from: readonly string[];
  /** In one piece from one server. */
  readonly whole: boolean;
}

/** In one piece from the first server that manages it; each try begins anew. */
export function downloadWhole(
  { client, sink, request }: Transfer,
  urls: readonly string[],
): Promise<Delivery> {
  const { signal, expectedBytes, onNote } = request;
  // Each try may take as long as the file does.
  const limits = { ...client.limits, smallMs: Number.POSITIVE_INFINITY };
  return askMirrors(urls, { limits, signal, onNote, isFinal }, async (url) => {
    onNote?.(`Fetching the file from ${new URL(url).host} in one piece: a cut begins it anew.`);
    const result = await runPass(sink, request, expectedBytes, ({ writer, stop, setTotal }) =>
      transferWhole({
        client,
        url,
        expectedBytes,
        writer,
        signal: stop,
        onSize: async (size) => {
          setTotal(size);
          await sink.requireRoom(size);
        },
      }),
    );
    return { ...result, from: [url], whole: true };
  });
}

/**
 * Whether a download by parts failed in a way that leaves hope for the file in one piece: a mirror
 * answered, but with nothing that could be used.
 */
export function mayComeWhole(error: unknown): boolean {
  if (!(error instanceof WebbootError)) return false;
  if (error.cause instanceof AggregateError) return error.cause.errors.some(mayComeWhole);
  const { code, httpStatus = 0 } = error;
  return codesOfAnswers.has(code) || (httpStatus >= 200 && !finalStatuses.has(httpStatus));
}

const codesOfAnswers: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'range-unsupported',
  'length-mismatch',
  'file-changed',
  'encoding-unexpected',
  'connection-lost',
]);
/**
 * About the file or the asker, not about the part that was asked for. 403 may be about the part: some
 * guards in front of servers refuse every Range.
 */
const finalStatuses: ReadonlySet<number> = new Set([401, 404, 407, 410, 429, 451, 503]);

function isFinal({ code }: WebbootError): boolean {
  return errorCodes[code].everywhere === true;
}
