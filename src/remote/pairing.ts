import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

const mostWrongCodes = 5;

export type PairResult =
  /** The cookie's value, which makes a browser the one that has the menu. */
  | { readonly kind: 'paired'; readonly token: string }
  | { readonly kind: 'wrong'; readonly left: number }
  /** Too many codes were wrong; none is right any more. */
  | { readonly kind: 'ended' }
  /** Another browser has the menu. */
  | { readonly kind: 'taken' };

/** One code for one browser. */
export interface Pairing {
  readonly code: string;
  state(): 'open' | 'taken' | 'ended';
  pair(code: string): PairResult;
  /** Whether a token is that of the browser that has the menu. */
  knows(token: string | undefined): boolean;
}

export function createPairing(): Pairing {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  let left = mostWrongCodes;
  let token: string | undefined;
  const state = () => {
    if (token !== undefined) return 'taken';
    return left === 0 ? 'ended' : 'open';
  };
  return {
    code,
    state,
    pair(typed) {
      const now = state();
      if (now !== 'open') return { kind: now };
      if (same(typed.replaceAll(' ', ''), code)) {
        token = randomBytes(32).toString('base64url');
        return { kind: 'paired', token };
      }
      left -= 1;
      return left === 0 ? { kind: 'ended' } : { kind: 'wrong', left };
    },
    knows: (given) => token !== undefined && given !== undefined && same(given, token),
  };
}

function same(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
