import { version } from '../../build-info.ts';
import { defined } from '../../core/defined.ts';
import { locationText } from '../../core/image/image-location.ts';
import type { Trust } from '../../core/image/trust.ts';
import { bootRecordBytes } from '../../core/machine/memory-map.ts';
import type { OwnParts } from '../../core/machine/own-files.ts';
import type { BootPlan, RunnablePlan } from '../../core/plan/boot-plan.ts';
import { listSteps } from '../../core/plan/list-steps.ts';
import { redactAll } from '../../core/settings/redact.ts';
import { writeBootRecord } from '../../formats/boot-record.ts';
import type { Machine } from '../../ports/machine.ts';
import type { BootableMedium } from '../stages/verify.ts';

/** What the next kernel, and a person after a boot that failed, can read of this attempt. */
export interface BootRecord {
  readonly webboot: string;
  /** ISO 8601, by this machine's clock. */
  readonly at: string;
  readonly image: {
    readonly id: string;
    readonly title: string;
    readonly location: string;
    /** With its size, for whoever offers it to others from the medium that it is on. */
    readonly fileName: string;
    readonly bytes: number;
  };
  /** webboot's own files behind the image, if they are there. */
  readonly own?: OwnParts;
  readonly trust: Trust;
  readonly entry: string;
  readonly cmdline: string;
  readonly reservation: BootPlan['reservation'];
  readonly steps: readonly string[];
}

/** A unified kernel image may have one of 64 KiB, for which the record has no room. */
const longestTitle = 1024;

export function bootRecordOf(
  plan: RunnablePlan,
  { trust, bytes }: BootableMedium,
  own?: OwnParts,
): BootRecord {
  const { id, title, location, fileName } = plan.source;
  return {
    webboot: version,
    at: new Date().toISOString(),
    image: { id, title, location: locationText(location), fileName, bytes },
    ...defined({ own }),
    trust,
    entry: (plan.entry?.title ?? '').slice(0, longestTitle),
    cmdline: plan.steps.load.cmdline,
    reservation: plan.reservation,
    steps: listSteps(plan.steps).map(({ op }) => op),
  };
}

/**
 * Writes it behind the image on its medium, if there is room, and for this kernel's own use. What
 * else lies behind the image, as far as the target is given it, becomes zeros: a larger image may
 * have been there before, one that was refused.
 */
export async function saveBootRecord(
  record: BootRecord,
  { reservation }: BootPlan,
  { device, bytes }: BootableMedium,
  machine: Machine,
): Promise<void> {
  const text = JSON.stringify(redactAll(record));
  await machine.saveRecord(text);
  const behind = new Uint8Array(Math.max(0, reservation.size - bytes));
  const room = behind.length - bootRecordBytes;
  if (room >= 0) behind.set(writeBootRecord(text), room);
  if (behind.length > 0) await machine.writeAt(device, bytes, behind);
}
