import type { ListNear } from '../boot/catalogue/near-source.ts';
import { imageId } from '../core/image/image-id.ts';
import type { PeerSetting } from '../core/settings/settings.ts';
import type { FindNear } from '../ports/near.ts';

/** Whom a download asks before its mirrors, by the person's setting; undefined for nobody. */
export function nearImages(peers: PeerSetting = 'auto'): FindNear | undefined {
  if (peers === 'off') return undefined;
  if (typeof peers !== 'string') {
    return async (digest) => peers.map((url) => `${url}/iso/${imageId(digest)}`);
  }
  return async (digest, { mirrors, signal = new AbortController().signal }) => {
    const [{ findNear }, { createLanReach }] = await Promise.all([
      import('../discovery/find-near.ts'),
      import('../discovery/lan-reach.ts'),
    ]);
    // There is no need to spare a mirror that is on this network itself.
    if (peers === 'auto' && isMirrorHere(mirrors, createLanReach())) return [];
    // It ends with the signal; whoever waits for the download is told so by the download.
    const servers = await findNear(digest, { signal }).catch(() => []);
    return servers.map(({ url }) => `${url}/iso/${imageId(digest)}`);
  };
}

/** Whom a boot asks whose mirrors cannot be reached; undefined for nobody. */
export function nearLists(peers: PeerSetting = 'auto'): ListNear | undefined {
  if (peers === 'off') return undefined;
  return async (options) => (await import('./list-near.ts')).listPeers(peers, options);
}

export function isMirrorHere(
  mirrors: readonly string[],
  reaches: (address: string) => boolean,
): boolean {
  return mirrors.some((url) => reaches(hostIn(url)));
}

function hostIn(url: string): string {
  const { hostname } = new URL(url);
  return hostname === 'localhost' ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '');
}
