import type { Session } from '../../boot/session/session.ts';
import { type Look, look } from './look.ts';

/** What a look found is used for so long; a mirror may have something newer by then. */
const freshMs = 120_000;
/** In one run of the menu: a person who reads through the catalogue is no burden for its servers. */
const mostLooks = 20;

/** Looks at the image that will probably be chosen next, one at a time. */
export interface LooksAhead {
  /** Begins a look, unless one at the same image is under way or done. */
  begin(query: string): void;
  /** Ends the look and forgets what it found. */
  forget(): void;
  /** The look at this image, for whoever asks for it now; its failures are not passed on. */
  take(query: string): Look | undefined;
}

export function createLooksAhead(session: Session, now: () => number = Date.now): LooksAhead {
  let ahead: { readonly look: Look; readonly since: number; failed: boolean } | undefined;
  let left = mostLooks;
  const forget = () => {
    ahead?.look.controller.abort();
    ahead = undefined;
  };
  const isGood = (query: string) =>
    ahead !== undefined &&
    ahead.look.query === query &&
    !ahead.failed &&
    now() - ahead.since < freshMs;
  return {
    begin(query) {
      if (left === 0 || isGood(query)) return;
      forget();
      left -= 1;
      const begun = { look: look(session, query), since: now(), failed: false };
      ahead = begun;
      begun.look.peek.catch(() => {
        begun.failed = true;
      });
    },
    forget,
    take(query) {
      const taken = isGood(query) ? ahead?.look : undefined;
      if (taken === undefined) forget();
      ahead = undefined;
      return taken;
    },
  };
}
