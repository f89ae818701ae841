import type { Network } from '../ports/network.ts';
import { takeCredentials } from './authorization.ts';
import { download } from './download.ts';
import { openRemoteFile } from './remote-file.ts';
import { fetchSmallFile } from './small-file.ts';
import type { TransportOptions } from './transport-options.ts';
import { createWarmClient } from './warm-client.ts';

/** The real network. Nothing is opened or started before it is used. */
export function createNetwork(options: TransportOptions = {}): Network {
  const warm = createWarmClient(options);
  // Below here a URL is free of secrets.
  const authorized = (addresses: readonly string[]) => {
    const { urls, authorization } = takeCredentials(addresses);
    return { urls, client: () => warm.lend(authorization) };
  };
  return {
    open(addresses, signal, onNote) {
      const { urls, client } = authorized(addresses);
      return openRemoteFile(client(), urls, signal, onNote);
    },
    fetchSmall(addresses, request) {
      const { urls, client } = authorized(addresses);
      return fetchSmallFile(client(), urls, request);
    },
    download(request) {
      const { urls, client } = authorized(request.urls);
      return download(client, options, { ...request, urls });
    },
  };
}
