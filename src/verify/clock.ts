import { refusal } from './refusal.ts';

/** What is known of the time. Live systems often start with a wrong clock. */
export interface Clock {
  readonly now: Date;
  /** When this webboot was built: it is never earlier than that. */
  readonly builtAt: Date;
  /** A server's Date header, where one has answered. */
  readonly mirrorDate?: Date;
}

/** A hardware clock in local time is up to fourteen hours off. */
const toleranceMs = 24 * 3600 * 1000;

/**
 * Refuses a signature from the future, or one that has expired. The latest of the three clocks
 * counts: a key holder alone can date a signature, so a clock that is late proves nothing against
 * it, and one that is early must not revive what has expired.
 * Throws `clock-wrong` where the clock is what is wrong, `signature-wrong` for an expired one.
 */
export function checkSigningTime(
  signature: { readonly created: Date; readonly expires: Date | undefined },
  clock: Clock,
): void {
  const { created, expires } = signature;
  const known = Math.max(clock.builtAt.getTime(), clock.mirrorDate?.getTime() ?? 0);
  const latest = Math.max(clock.now.getTime(), known);
  if (created.getTime() > latest + toleranceMs) {
    throw refusal(
      'clock-wrong',
      `The signature is dated ${day(created)}, but this machine's clock says ${day(clock.now)}${
        clock.mirrorDate ? ` and the mirror's ${day(clock.mirrorDate)}` : ''
      }.`,
    );
  }
  if (!expires || expires.getTime() > latest) return;
  const clockAhead = clock.mirrorDate !== undefined && expires.getTime() > known;
  if (clockAhead && clock.now.getTime() > known + toleranceMs) {
    throw refusal(
      'clock-wrong',
      `The signature expires on ${day(expires)}; this machine's clock says ${day(clock.now)}, the mirror's ${day(new Date(known))}.`,
    );
  }
  throw refusal('signature-wrong', `The signature expired on ${day(expires)}.`);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
