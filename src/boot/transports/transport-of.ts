import type { ImageLocation } from '../../core/image/image-location.ts';
import { localTransport } from './local.ts';
import { remoteTransport } from './remote.ts';
import { torrentTransport } from './torrent.ts';
import type { Transport, TransportPorts } from './transport.ts';

export function transportOf(location: ImageLocation, ports: TransportPorts): Transport {
  switch (location.kind) {
    case 'remote':
      return remoteTransport(location, ports);
    case 'torrent':
      return torrentTransport(location, ports);
    case 'local':
      return localTransport(location, ports.machine);
  }
}
