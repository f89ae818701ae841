import type { FetchReport } from '../boot/files/fetch-verified.ts';
import { progressMebibytes } from '../core/mebibytes.ts';
import { line } from '../core/printable.ts';
import { redact } from '../core/settings/redact.ts';
import type { TransferProgress } from '../ports/transfer.ts';
import { nearText } from './event-text.ts';
import type { CliIo } from './io.ts';

/** Progress for people, in milliseconds between two lines. */
const lineEveryMs = 5_000;

/** What a download reports, as lines for a person; progress is left out with `quiet`. */
export function progressReport(quiet: boolean, io: CliIo): FetchReport {
  let nextLine = Date.now() + lineEveryMs;
  return {
    onProgress: (progress) => {
      if (quiet || Date.now() < nextLine) return;
      nextLine = Date.now() + lineEveryMs;
      io.stderr(`${progressText(progress)}\n`);
    },
    onNote: (text) => io.stderr(line`${redact(text)}\n`),
  };
}

function progressText({
  near,
  bytes,
  total,
  bytesPerSecond,
  secondsLeft,
}: TransferProgress): string {
  const left = secondsLeft === undefined ? '' : `, ${secondsLeft} s left`;
  return `${progressMebibytes(bytes)} of ${progressMebibytes(total)}, ${progressMebibytes(bytesPerSecond)}/s${left}${nearText(near, bytes)}`;
}
