import { addressesOf, type RemoteLocation } from '../../core/image/image-location.ts';
import type { CopyWhole, Transport, TransportPorts } from './transport.ts';

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

async function nearAddresses(
  expectation: CopyWhole['expectation'],
  {
    mirrors,
    signal,
    onNote,
  }: Pick<CopyWhole, 'signal' | 'onNote'> & { readonly mirrors: readonly string[] },
  findNear: TransportPorts['findNear'],
): Promise<readonly string[]> {
  if (findNear === undefined || expectation.kind === 'none') return [];
  if (expectation.kind === 'signature') {
    onNote?.('Other machines of this network are not asked: the signature names no digest.');
    return [];
  }
  const near = await findNear(expectation.digest, { mirrors, ...(signal && { signal }) });
  if (near.length > 0) {
    const hosts = near.map((url) => new URL(url).host).join(', ');
    onNote?.(`The image may be had from this network: ${hosts}.`);
  }
  return near;
}
