import { addressesOf, type RemoteLocation } from '../../core/image/image-location.ts';
import type { Network } from '../../ports/network.ts';
import type { Transport } from './transport.ts';

/** From the mirrors of an http(s) location. */
export function remoteTransport(location: RemoteLocation, network: Network): Transport {
  const urls = addressesOf(location);
  return {
    open: (signal) => network.open(urls, signal),
    readSmall: (request) => network.fetchSmall(urls, request),
    copy: (request) => network.download({ ...request, urls }),
  };
}
