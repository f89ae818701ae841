import { rulesOf } from '../families/family.ts';
import type { Expectation } from '../image/trust.ts';
import { bootRecordBytes } from '../machine/memory-map.ts';
import { ownFileRoom } from '../machine/own-files.ts';
import { pageStructureBytes } from '../machine/plan-reservation.ts';
import type { BootChoice } from './boot-plan.ts';
import { carriesImage } from './carry-image.ts';
import { type ChosenDevice, type DeviceInput, targetBytes, totalBytes } from './choose-device.ts';

/** The live system keeps this many times what it needs. */
const spareTimes = 2;

interface ServeOnInput extends DeviceInput {
  readonly choice: BootChoice;
  readonly expectation: Expectation;
}

/**
 * Room behind the image for webboot's own files, which the live system serves it by; 0 if it is not
 * to, if nobody vouches for the image, if the family has no place for the command, or if the
 * memory would be missed.
 */
export function serveOnBytes(input: ServeOnInput, { reservation }: ChosenDevice): number {
  const { facts, host, choice, expectation } = input;
  if (choice.serveOn !== true || host.ownFileBytes === undefined) return 0;
  if (expectation.kind === 'none' || carriesImage(facts, host)) return 0;
  if (!rulesOf(facts.family).takesNetwork) return 0;
  const room = ownFileRoom(host.ownFileBytes);
  const whole = facts.image.size + room + bootRecordBytes;
  const left = totalBytes(host) - whole - pageStructureBytes(whole);
  return whole <= reservation.size && left >= spareTimes * targetBytes(input) ? room : 0;
}
