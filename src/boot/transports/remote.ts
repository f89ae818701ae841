import { addressesOf, type RemoteLocation } from '../../core/image/image-location.ts';
import { nearAddresses } from './near-addresses.ts';
import type { Transport, TransportPorts } from './transport.ts';

/** From the mirrors of an http(s) location, and from machines of this network that have the same bytes. */
export function remoteTransport(
  location: RemoteLocation,
  { network, findNear, swarms }: Pick<TransportPorts, 'network' | 'findNear' | 'swarms'>,
): Transport {
  const urls = addressesOf(location);
  return {
    open: (signal) => network.open(urls, signal),
    readSmall: (request) => network.fetchSmall(urls, request),
    async copy({ expectation, ...request }) {
      const near = await nearAddresses(
        expectation,
        { ...request, mirrors: location.urls },
        findNear,
      );
      const torrents = [...(location.torrents ?? []), ...near.map((url) => `${url}.torrent`)];
      const swarm =
        expectation.kind === 'digest'
          ? await swarms?.join(expectation.digest, { mirrors: location.urls, torrents })
          : undefined;
      return network.download({
        ...request,
        urls,
        ...(near.length > 0 && { near }),
        ...(swarm && { swarm }),
      });
    },
  };
}
