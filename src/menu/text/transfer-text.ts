import type { Texts } from '../../core/languages/texts.ts';
import type { TransferState } from '../model/state.ts';
import { formatBytes, formatDuration, formatRate } from './format.ts';

/** "34 %, 412 MB of 1.2 GB, 12.3 MB/s, 1 min 5 s left" */
export function transferText(texts: Texts, transfer: TransferState): string {
  const { progress } = texts;
  const { bytes, total, bytesPerSecond, secondsLeft } = transfer;
  const now = progress.transfer({
    percent: percentOf(transfer),
    bytes: formatBytes(texts, bytes),
    total: formatBytes(texts, total),
    rate: formatRate(texts, bytesPerSecond),
  });
  const left =
    secondsLeft === undefined ? '' : progress.left({ time: formatDuration(texts, secondsLeft) });
  return `${now}${left}${nearText(texts, transfer)}`;
}

/** ", 1.4 GB from 6 machines here, 4 % from cdimage.debian.org" */
function nearText(texts: Texts, { near, bytes }: TransferState): string {
  if (near === undefined || bytes <= 0) return '';
  const { progress } = texts;
  const [mirror, ...others] = near.mirrors;
  const here = progress.near({ size: formatBytes(texts, near.bytes), count: near.machines });
  if (mirror === undefined) return here;
  const percent = Math.max(0, Math.min(100, Math.round((1 - near.bytes / bytes) * 100)));
  const count = others.length + 1;
  return (
    here + (count === 1 ? progress.rest({ percent, mirror }) : progress.mirrors({ percent, count }))
  );
}

/** 100 only when all is there. */
export function percentOf({ bytes, total }: TransferState): number {
  if (total <= 0) return 0;
  return Math.max(0, Math.min(100, Math.floor((bytes / total) * 100)));
}
