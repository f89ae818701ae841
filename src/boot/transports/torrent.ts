import type { TorrentLocation } from '../../core/image/image-location.ts';
import type { Expectation } from '../../core/image/trust.ts';
import { WebbootError } from '../../errors.ts';
import type { TorrentImage } from '../../ports/swarm.ts';
import { nearAddresses } from './near-addresses.ts';
import type { CopyWhole, Transport, TransportPorts } from './transport.ts';

/**
 * From the machines of a distribution's torrent, and from those of this network that have the same
 * bytes. The torrent file is a hint like any other: the signature or the digest decides, as always.
 */
export function torrentTransport(
  { torrents: urls, fileName }: TorrentLocation,
  { network, findNear, swarms }: Pick<TransportPorts, 'network' | 'findNear' | 'swarms'>,
): Transport {
  const find = ({
    expectation,
    signal = new AbortController().signal,
    onNote,
  }: Partial<Pick<CopyWhole, 'expectation' | 'signal' | 'onNote'>>): Promise<TorrentImage> => {
    if (swarms === undefined) throw unsupported(fileName);
    return swarms.torrent({
      ...{ urls, fileName, signal },
      ...(onNote && { onNote }),
      ...digestIn(expectation),
    });
  };
  return {
    async open(signal) {
      return (await find({ signal })).open(signal);
    },
    readSmall: () => Promise.reject(unsupported(fileName)),
    async copy({ expectation, ...request }) {
      const { bytes, swarm } = await find({ expectation, ...request });
      const near = await nearAddresses(expectation, { ...request, mirrors: [] }, findNear);
      return network.download({ expectedBytes: bytes, ...request, urls: [], near, swarm });
    },
  };
}

function digestIn(expectation: Expectation | undefined) {
  return expectation?.kind === 'digest' ? { digest: expectation.digest } : {};
}

function unsupported(fileName: string): WebbootError {
  return new WebbootError('usage', `${fileName} cannot be read by BitTorrent here.`, {
    subject: fileName,
    remedy: 'Give the address of the ISO instead.',
  });
}
