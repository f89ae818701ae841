import type { Fault, FaultRequest } from '../helpers/fault-server.ts';
import { type ServerKind, serverKindNames } from '../helpers/server-kinds.ts';

/** How one mirror behaves; the same number gives the same plan. */
export type MirrorPlan =
  | {
      readonly kind: 'server';
      readonly fault: (request: FaultRequest) => Fault;
      readonly text: string;
    }
  /** One that curl gets the file from. */
  | { readonly kind: 'field'; readonly server: ServerKind }
  | { readonly kind: 'unknown-host' }
  | { readonly kind: 'closed-port' }
  | { readonly kind: 'unknown-ca' };

export interface FaultPlan {
  readonly seed: number;
  readonly bytes: number;
  /** Whether the download knows the length before. */
  readonly announced: boolean;
  /** Whether the download may have its digest judged, and begin anew. */
  readonly judged: boolean;
  readonly mirrors: readonly MirrorPlan[];
}

const mebibyte = 1024 * 1024;

export function createFaultPlan(seed: number): FaultPlan {
  const random = seededRandom(seed);
  const bytes = 1 + Math.floor(random() * 5 * mebibyte);
  const announced = random() < 0.5;
  const mirrors = Array.from({ length: 3 }, () => createMirrorPlan(random, bytes));
  const judged = random() < 0.5;
  return { seed, bytes, announced, judged, mirrors };
}

function createMirrorPlan(random: () => number, bytes: number): MirrorPlan {
  const dice = random();
  if (dice < 0.05) return { kind: 'unknown-host' };
  if (dice < 0.1) return { kind: 'closed-port' };
  if (dice < 0.15) return { kind: 'unknown-ca' };
  if (dice < 0.4) return { kind: 'field', server: oneOf(serverKindNames, random) };
  if (dice < 0.5) return { kind: 'server', fault: () => ({ kind: 'none' }), text: 'sound' };
  const constant = randomFault(random, bytes);
  if (dice < 0.7) {
    return { kind: 'server', fault: () => constant, text: `always ${JSON.stringify(constant)}` };
  }
  const rate = random();
  const fault = (): Fault => (random() < rate ? randomFault(random, bytes) : { kind: 'none' });
  return { kind: 'server', fault, text: `${Math.round(rate * 100)} % of all faults` };
}

function randomFault(random: () => number, bytes: number): Fault {
  const place = Math.floor(random() * bytes);
  const faults: readonly Fault[] = [
    { kind: 'cut', after: place },
    { kind: 'cut', after: 0 },
    { kind: 'stall', after: place },
    { kind: 'trickle', bytesPerSecond: 20_000 + Math.floor(random() * 4 * mebibyte) },
    { kind: 'truncate', size: place },
    { kind: 'lie', missing: 1 + Math.floor(random() * 1_000) },
    { kind: 'ignore-range' },
    { kind: 'wrong-range' },
    { kind: 'corrupt', at: place },
    { kind: 'new-version', etag: '"two"' },
    { kind: 'gzip' },
    { kind: 'status', status: [403, 404, 429, 500, 503][Math.floor(random() * 5)] ?? 500 },
    { kind: 'redirect', location: '/again' },
    { kind: 'garbage' },
    { kind: 'early-hints' },
    { kind: 'refuse' },
  ];
  return oneOf(faults, random);
}

function oneOf<T>(choices: readonly T[], random: () => number): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

// Mulberry32: small, and good enough to choose faults with.
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
