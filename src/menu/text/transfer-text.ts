import type { TransferState } from '../model/state.ts';
import { formatBytes, formatDuration, formatRate } from './format.ts';

/** "34 %, 412 MB of 1.2 GB, 12.3 MB/s, 1 min 5 s left" */
export function transferText(transfer: TransferState): string {
  const left =
    transfer.secondsLeft === undefined ? '' : `, ${formatDuration(transfer.secondsLeft)} left`;
  const amount = `${formatBytes(transfer.bytes)} of ${formatBytes(transfer.total)}`;
  return `${percentOf(transfer)} %, ${amount}, ${formatRate(transfer.bytesPerSecond)}${left}${nearText(transfer)}`;
}

/** ", 1.4 GB from 6 machines here, 4 % from cdimage.debian.org" */
function nearText({ near, bytes }: TransferState): string {
  if (near === undefined || bytes <= 0) return '';
  const machines = near.machines === 1 ? '1 machine' : `${near.machines} machines`;
  const [mirror, ...others] = near.mirrors;
  const here = `, ${formatBytes(near.bytes)} from ${machines} here`;
  if (mirror === undefined) return here;
  const rest = Math.max(0, Math.min(100, Math.round((1 - near.bytes / bytes) * 100)));
  return `${here}, ${rest} % from ${others.length === 0 ? mirror : `${others.length + 1} mirrors`}`;
}

/** 100 only when all is there. */
export function percentOf({ bytes, total }: TransferState): number {
  if (total <= 0) return 0;
  return Math.max(0, Math.min(100, Math.floor((bytes / total) * 100)));
}
