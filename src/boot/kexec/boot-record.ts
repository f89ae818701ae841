import type { Trust } from '../../core/image/trust.ts';
import { bootRecordBytes } from '../../core/machine/memory-map.ts';
import type { BootPlan } from '../../core/plan/boot-plan.ts';
import { redactAll } from '../../core/settings/redact.ts';
import { writeBootRecord } from '../../formats/boot-record.ts';
import type { Machine } from '../../ports/machine.ts';

/** What the next kernel, and a person after a boot that failed, can read of this attempt. */
export interface BootRecord {
  readonly webboot: string;
  /** ISO 8601, by this machine's clock. */
  readonly at: string;
  readonly image: { readonly id: string; readonly title: string; readonly location: string };
  readonly trust: Trust;
  readonly entry: string;
  readonly cmdline: string;
  readonly reservation: BootPlan['reservation'];
  readonly steps: readonly string[];
}

/** Writes it behind the image on its medium, where there is room, and for this kernel's own use. */
export async function keepBootRecord(
  record: BootRecord,
  plan: BootPlan,
  imageBytes: number,
  machine: Machine,
): Promise<void> {
  const text = JSON.stringify(redactAll(record));
  await machine.keepRecord(text);
  const offset = plan.reservation.size - bootRecordBytes;
  if (offset < imageBytes) return;
  await machine.writeAt(plan.device, offset, writeBootRecord(text));
}
