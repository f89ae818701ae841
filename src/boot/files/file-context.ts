import type { ImageFiles } from '../../ports/image-files.ts';
import type { BootContext } from '../run/boot-context.ts';
import type { TransportPorts } from '../transports/transport.ts';

/** What is needed to fetch an image or to judge a file, without a machine to boot. */
export interface FileContext
  extends Pick<BootContext, 'keyring' | 'clock' | 'signal' | 'listNear'>,
    TransportPorts {
  readonly files: ImageFiles;
}
