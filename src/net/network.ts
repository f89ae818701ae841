import type { Network } from '../ports/network.ts';
import { takeCredentials } from './authorization.ts';
import { download } from './download.ts';
import { openRemoteFile } from './remote-file.ts';
import { fetchSmallFile } from './small-file.ts';
import type { TransportOptions } from './transport-options.ts';

/** The real network. Nothing is opened or started before it is used. */
export function createNetwork(options: TransportOptions = {}): Network {
  // Below here a URL is free of secrets.
  const authorized = (addresses: readonly string[]) => {
    const { urls, authorization } = takeCredentials(addresses);
    return { urls, options: { ...options, authorization } };
  };
  return {
    open(addresses, signal, onNote) {
      const { urls, options: own } = authorized(addresses);
      return openRemoteFile(own, urls, signal, onNote);
    },
    fetchSmall(addresses, request) {
      const { urls, options: own } = authorized(addresses);
      return fetchSmallFile(own, urls, request);
    },
    download(request) {
      const { urls, options: own } = authorized(request.urls);
      return download(own, { ...request, urls });
    },
  };
}
