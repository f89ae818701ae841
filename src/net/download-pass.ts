import type { DownloadRequest, DownloadResult } from '../ports/transfer.ts';
import { type BlockWriter, createBlockWriter } from '../storage/block-writer.ts';
import { orCancelled } from '../storage/cancellation.ts';
import type { DownloadSink } from '../storage/download-sink.ts';
import { startReadBackDigest } from '../storage/read-back-digest.ts';
import { createWrittenSpans, type WrittenSpans } from '../storage/written-spans.ts';
import { createProgressMeter } from './progress-meter.ts';
import { maxLanes } from './ranged-transfer.ts';

const reportEveryMs = 200;

interface Pass {
  readonly writer: BlockWriter;
  /** Fires on the person's cancel, and when the sink or the digest fails. */
  readonly stop: AbortSignal;
  setTotal(total: number): void;
}

/** Runs one attempt at the whole file with its writer, digest and progress; `fetch` gives its size. */
export async function runPass(
  sink: DownloadSink,
  request: DownloadRequest,
  expected: number | undefined,
  fetch: (pass: Pass) => Promise<number>,
): Promise<DownloadResult> {
  const { signal } = request;
  await sink.empty();
  request.onFront?.(0);
  const spans = createWrittenSpans();
  const broken = new AbortController();
  const stop = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal;
  const digest = request.digest && startReadBackDigest(request.sink, request.digest);
  digest?.result.catch((error: unknown) => broken.abort(error));
  const writer = createBlockWriter({
    file: sink.file,
    sink: request.sink,
    lanes: maxLanes,
    onWritten: (start, end) => {
      spans.add(start, end);
      digest?.advance(spans.front);
      request.onFront?.(spans.front);
    },
    onFailure: (error) => broken.abort(error),
  });
  const progress = startProgress(request, spans, expected ?? 0);
  try {
    const bytes = await fetch({ writer, stop, setTotal: progress.setTotal });
    await writer.settled();
    digest?.end(bytes);
    const result = digest && (await orCancelled(digest.result, signal));
    progress.report();
    return { bytes, ...(result && { digest: result }) };
  } catch (error) {
    // The first failure is the cause; a cancelled transfer is only its consequence.
    throw broken.signal.aborted && !signal?.aborted ? broken.signal.reason : error;
  } finally {
    progress.stop();
    await writer.settled().catch(() => {});
    await digest?.stop();
  }
}

function startProgress(request: DownloadRequest, spans: WrittenSpans, expected: number) {
  let total = expected;
  let meter = createProgressMeter(total, performance.now());
  const report = () => request.onProgress?.(meter.sample(spans.total, performance.now()));
  const ticker = setInterval(report, reportEveryMs);
  return {
    report,
    stop: () => clearInterval(ticker),
    setTotal: (known: number) => {
      total = known;
      meter = createProgressMeter(total, performance.now());
    },
  };
}
