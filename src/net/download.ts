import type { Swarm } from '../ports/swarm.ts';
import type { DownloadRequest, DownloadResult, TransferProgress } from '../ports/transfer.ts';
import { cancellation } from '../storage/cancellation.ts';
import { openDownloadSink } from '../storage/download-sink.ts';
import { confirmDelivery, isPeer, withoutLiars } from './confirm-delivery.ts';
import { runPass } from './download-pass.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { createOrigin } from './origin.ts';
import { createRangeReader } from './range-reader.ts';
import { transferRanges } from './ranged-transfer.ts';
import type { TransportOptions } from './transport-options.ts';
import { type Delivery, downloadWhole, mayComeWhole, type Transfer } from './whole-download.ts';

/**
 * One pass from the network through the sink to the digest: ranges are written where they belong
 * as they come, and a thread hashes what the sink holds behind the front of what is written. If
 * that digest is refused, further passes take the file from one mirror at a time. That nothing else
 * writes to the sink meanwhile is the caller's part. After an error or a cancel, no connection
 * in use, thread or open file is left, nor a half file. Throws WebbootError.
 */
export async function download(
  lend: () => HttpClient,
  options: TransportOptions,
  request: DownloadRequest,
): Promise<DownloadResult> {
  const { signal, sink: path } = request;
  if (signal?.aborted) throw cancellation(signal);
  // First: it may refuse its options, and then nothing is open yet.
  const client = lend();
  const direct = createHttpClient(directly(options));
  try {
    const sink = await openDownloadSink(path);
    try {
      const transfer = { client, direct, sink, request };
      const judged = request.confirm !== undefined;
      const helpers = judged ? { near: request.near ?? [], swarm: request.swarm } : alone;
      const first = await deliver(transfer, helpers);
      const sound = await withoutLiars(transfer, first, async () => {
        await request.swarm?.leave();
        return deliver(transfer, alone);
      });
      const { bytes, digest } = await confirmDelivery(transfer, sound);
      await sink.settle();
      await sink.close();
      return { bytes, ...(digest && { digest }) };
    } catch (error) {
      await request.swarm?.leave();
      await sink.discard();
      throw error;
    }
  } finally {
    await Promise.all([client.close(), direct.close()]);
  }
}

/** No proxy, no password and no way elsewhere: whoever answered is asked, and nobody else. */
function directly({ proxy: _, authorization: __, ...options }: TransportOptions): TransportOptions {
  return { ...options, limits: { ...options.limits, redirects: 0 } };
}

/** Who is asked beside the mirrors. */
interface Helpers {
  readonly near: readonly string[];
  readonly swarm: Swarm | undefined;
}

const alone: Helpers = { near: [], swarm: undefined };

async function deliver(transfer: Transfer, { near, swarm }: Helpers): Promise<Delivery> {
  const { client, direct, sink, request } = transfer;
  const { urls, onNote = () => {}, confirm } = request;
  const size = request.expectedBytes ?? (await findSize(transfer));
  if (size === undefined) return downloadWhole(transfer, urls);
  await sink.requireRoom(size);
  const from = new Set<string>();
  let nearBytes = 0;
  const share = () => {
    const isNear = (url: string) => near.includes(url) || isPeer(url);
    const machines = [...from].filter(isNear).length;
    const others = [...from].filter((url) => !isNear(url)).map((url) => new URL(url).host);
    const mirrors = [...new Set(others)];
    return machines === 0 ? {} : { near: { bytes: nearBytes, machines, mirrors } };
  };
  const reporting = {
    ...request,
    onProgress: (progress: TransferProgress) => request.onProgress?.({ ...progress, ...share() }),
  };
  try {
    const result = await runPass(sink, reporting, size, async ({ writer, stop }) => {
      const onReceivedFrom = (url: string, bytes: number) => {
        from.add(url);
        if (near.includes(url) || isPeer(url)) nearBytes += bytes;
      };
      const origin = { client, urls, near: { urls: near, client: direct }, size, onNote };
      if (swarm === undefined) {
        const judged = confirm !== undefined;
        await transferRanges({ ...origin, writer, signal: stop, judged, onReceivedFrom });
      } else {
        await swarm.fetch({
          size,
          sink: request.sink,
          put: writer.put,
          origin: createOrigin({ ...origin, onReceivedFrom }),
          outageMs: client.limits.outageMs,
          signal: stop,
          onNote,
          onDropped: request.onDropped ?? ((one, why) => onNote(`${one} was dropped: ${why}.`)),
          onReceivedFrom,
        });
      }
      return size;
    });
    return { ...result, from: [...from], whole: false };
  } catch (error) {
    if (!mayComeWhole(error)) throw error;
    return downloadWhole(transfer, urls);
  }
}

/** Undefined: no mirror tells it by a range, but some may send the file whole. */
async function findSize({ client, request }: Transfer): Promise<number | undefined> {
  const { urls, signal, onNote } = request;
  try {
    return (await createRangeReader(client, urls, onNote).read(0, 0, signal)).size;
  } catch (error) {
    if (!mayComeWhole(error)) throw error;
    return undefined;
  }
}
