import { errorCodes } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import type { DownloadRequest, DownloadResult } from '../ports/transfer.ts';
import { cancellation } from '../storage/cancellation.ts';
import { type DownloadSink, openDownloadSink } from '../storage/download-sink.ts';
import { runPass } from './download-pass.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { createRangeReader } from './range-reader.ts';
import { transferRanges } from './ranged-transfer.ts';
import { joinMirrorErrors, withRetries } from './retry.ts';
import type { TransportOptions } from './transport-options.ts';
import { transferWhole } from './whole-transfer.ts';

/**
 * One pass from the network through the sink to the digest: ranges are written where they belong
 * as they come, and a thread hashes what the sink holds behind the front of what is written. That
 * nothing else writes to the sink meanwhile is the caller's part. After an error or a cancel, no
 * connection, thread or open file is left, nor a half file. Throws WebbootError.
 */
export async function download(
  options: TransportOptions,
  request: DownloadRequest,
): Promise<DownloadResult> {
  const { signal, sink: path } = request;
  if (signal?.aborted) {
    throw cancellation(signal);
  }
  const sink = await openDownloadSink(path);
  const client = createHttpClient(options, 'bulk');
  try {
    const result = await transfer(client, sink, request);
    await sink.settle();
    await sink.close();
    return result;
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    await client.close();
  }
}

async function transfer(
  client: HttpClient,
  sink: DownloadSink,
  request: DownloadRequest,
): Promise<DownloadResult> {
  const size = request.expectedBytes ?? (await findSize(client, request));
  if (size === undefined) {
    return transferFromStreams(client, sink, request, request.urls);
  }
  await sink.requireRoom(size);
  try {
    return await runPass(sink, request, size, async ({ writer, stop }) => {
      const { urls, onNote = () => {} } = request;
      await transferRanges({ client, urls, size, writer, signal: stop, onNote });
      return size;
    });
  } catch (error) {
    const streams = rangelessUrls(error);
    if (streams.length === 0) {
      throw error;
    }
    return transferFromStreams(client, sink, request, streams);
  }
}

/** Undefined: no mirror tells it by a range, but some would send the file whole. */
async function findSize(
  client: HttpClient,
  { urls, signal }: DownloadRequest,
): Promise<number | undefined> {
  try {
    return (await createRangeReader(client, urls).read(0, 0, signal)).size;
  } catch (error) {
    if (rangelessUrls(error).length > 0) {
      return undefined;
    }
    throw error;
  }
}

/** The mirrors that failed for want of ranges only. */
function rangelessUrls(error: unknown): readonly string[] {
  if (!(error instanceof WebbootError)) {
    return [];
  }
  if (error.code === 'range-unsupported' && !(error.cause instanceof AggregateError)) {
    return error.subject === undefined ? [] : [error.subject];
  }
  return error.cause instanceof AggregateError ? error.cause.errors.flatMap(rangelessUrls) : [];
}

/** In one piece from the first server that manages it; each try begins anew. */
async function transferFromStreams(
  client: HttpClient,
  sink: DownloadSink,
  request: DownloadRequest,
  urls: readonly string[],
): Promise<DownloadResult> {
  const { signal, expectedBytes, onNote } = request;
  const failures: WebbootError[] = [];
  for (const url of urls) {
    onNote?.(`${new URL(url).host} serves no ranges: a cut begins the download anew`);
    try {
      return await withRetries(client.limits, signal, () =>
        runPass(sink, request, expectedBytes, ({ writer, stop, setTotal }) =>
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
        ),
      );
    } catch (error) {
      if (!(error instanceof WebbootError) || errorCodes[error.code].everywhere === true) {
        throw error;
      }
      failures.push(error);
    }
  }
  throw joinMirrorErrors(failures);
}
