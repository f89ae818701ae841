import type { FileContext } from '../boot/files/file-context.ts';
import { type VerifiedFile, verifyOffered } from '../boot/files/verified-file.ts';
import type { OfferMedium } from '../boot/run/offer-medium.ts';
import type { ServingReport } from '../core/plan/boot-event.ts';
import { createLanReach } from '../discovery/lan-reach.ts';
import { networkAddresses } from '../http/own-addresses.ts';
import { type RunningServer, startServer } from '../serve/start-server.ts';
import { tellNetwork, usualPeerPort } from './tell-network.ts';

/** The port of `webboot serve` as well. */
const usualPort = 8080;
const lookEveryMs = 1_000;

/** What the menu's `s` acts through: the server of `webboot serve`, for one image in memory. */
export function createOffering(
  context: Omit<FileContext, 'signal'>,
  onProblem: (text: string) => void,
): OfferMedium {
  return async ({ source, medium: { device, bytes } }, { signal, onChange }) => {
    // Anew, and read once more: only what was verified as a file is ever sent.
    const local = { ...source, location: { kind: 'local', path: device } } as const;
    const file = await verifyOffered(local, device, { ...context, signal }, bytes);
    await serveUntil([file], { signal, onChange, onProblem });
  };
}

/** Serves verified images, and tells this network, until the signal fires. */
export async function serveUntil(
  images: readonly VerifiedFile[],
  {
    signal,
    onChange,
    onProblem,
  }: {
    readonly signal: AbortSignal;
    readonly onChange: (serving: ServingReport) => void;
    readonly onProblem: (text: string) => void;
  },
): Promise<void> {
  const server = await startOnUsualPort(images, onProblem);
  const told = tellNetwork(server, images);
  try {
    let last = '';
    while (!signal.aborted) {
      const report = reportOf(server);
      const state = stateOf(report);
      if (state !== last) onChange(report);
      last = state;
      await nextLook(signal);
    }
  } finally {
    await told.stop();
    await server.stop();
  }
}

async function startOnUsualPort(
  images: readonly VerifiedFile[],
  onProblem: (text: string) => void,
): Promise<RunningServer> {
  const reaches = createLanReach();
  const start = (port: number) =>
    startServer({ images, port, peerPort: usualPeerPort, reaches, onProblem });
  return start(usualPort).catch(() => start(0));
}

function reportOf({ port, tally }: RunningServer): ServingReport {
  const taking = new Map<string, number>();
  for (const { address, sent } of tally.taking) {
    const host = address.replace(/^::ffff:(?=\d)/i, '');
    taking.set(host, (taking.get(host) ?? 0) + sent);
  }
  return {
    addresses: networkAddresses().map((host) => `http://${host}:${port}/`),
    bytesOut: tally.bytesOut,
    taking: [...taking].map(([address, bytes]) => ({ address, bytes })),
  };
}

/** A text that is another after each change. */
function stateOf({ addresses, bytesOut, taking }: ServingReport): string {
  return [...addresses, bytesOut, ...taking.map(({ address, bytes }) => [address, bytes])].join(
    ' ',
  );
}

function nextLook(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(end, lookEveryMs);
    signal.addEventListener('abort', end, { once: true });
    function end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      done();
    }
  });
}
