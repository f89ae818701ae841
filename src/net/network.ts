import type { Network } from '../ports/network.ts';
import { download } from './download.ts';
import { openRemoteFile } from './remote-file.ts';
import { fetchSmallFile } from './small-file.ts';
import type { TransportOptions } from './transport-options.ts';

/** The real network. Nothing is opened or started before it is used. */
export function createNetwork(options: TransportOptions = {}): Network {
  return {
    open: (urls, signal) => openRemoteFile(options, urls, signal),
    fetchSmall: (urls, request) => fetchSmallFile(options, urls, request),
    download: (request) => download(options, request),
  };
}
