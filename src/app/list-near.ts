import type { NearList } from '../boot/catalogue/near-source.ts';
import type { NearOffer } from '../cli/near-text.ts';
import type { PeerSetting } from '../core/settings/settings.ts';
import { findNear } from '../discovery/find-near.ts';
import { FormatError, WebbootError } from '../errors.ts';
import { parseImagesList } from '../formats/near/images-list.ts';
import { createNetwork } from '../net/network.ts';
import type { NearServer } from '../ports/near.ts';

const mostBytes = 256 * 1024;
/** Machines that are close answer at once, directly, and send nobody elsewhere. */
const limits = { connectMs: 2_000, headersMs: 2_000, smallMs: 5_000, attempts: 1, redirects: 0 };

/** Nobody else may have an image, and a server that is busy, or a network that has just come up, takes time. */
const patienceMs = 3_000;

/** What the machines of this network offer, by their own word. */
export async function listNear({
  signal,
}: {
  readonly signal: AbortSignal;
}): Promise<readonly NearOffer[]> {
  return readLists(await findNear(undefined, { signal, mostMs: patienceMs }), signal);
}

/** The same of those that the person's setting names. */
export async function listPeers(
  peers: Exclude<PeerSetting, 'off'>,
  { signal }: { readonly signal: AbortSignal },
): Promise<readonly NearList[]> {
  if (typeof peers === 'string') return listNear({ signal });
  return readLists(
    peers.map((url) => ({ url, name: url })),
    signal,
  );
}

async function readLists(
  servers: readonly NearServer[],
  signal: AbortSignal,
): Promise<readonly NearOffer[]> {
  const network = createNetwork({ limits });
  return Promise.all(
    servers.map(async (server) => {
      try {
        const request = { maxBytes: mostBytes, signal, optional: true };
        const { bytes } = await network.fetchSmall([`${server.url}/images.json`], request);
        return { ...server, images: parseImagesList(new TextDecoder().decode(bytes)) };
      } catch (error) {
        if (!(error instanceof WebbootError || error instanceof FormatError)) throw error;
        signal.throwIfAborted();
        return { ...server, images: [], problem: error.message };
      }
    }),
  );
}
