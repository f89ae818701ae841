import type { Expectation } from '../../core/image/trust.ts';
import type { Media } from '../../ports/media.ts';
import type { FindNear } from '../../ports/near.ts';
import type { Network, SmallFile } from '../../ports/network.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { Swarms } from '../../ports/swarm.ts';
import type { DownloadRequest, DownloadResult } from '../../ports/transfer.ts';

export interface OpenImage extends RandomAccess {
  /** What was fetched so far, if less than everything is. */
  readonly bytesRead?: number;
  close(): Promise<void>;
}

/** One way to get at the bytes of a location. */
export interface Transport {
  /** For reading here and there, before the bulk. */
  open(signal: AbortSignal): Promise<OpenImage>;
  /** A list of digests or a signature: all of it, if it is not larger than that. */
  readSmall(request: SmallRequest): Promise<SmallFile>;
  /** All of it into the sink, in one pass. */
  copy(request: CopyWhole): Promise<DownloadResult>;
}

export interface SmallRequest {
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** The caller can do without the file: a busy server is not waited for. */
  readonly optional?: boolean;
}

export interface CopyWhole extends Omit<DownloadRequest, 'urls' | 'near' | 'swarm'> {
  /** What the image must satisfy: others who have it can be asked for a digest, and for nothing else. */
  readonly expectation: Expectation;
}

/** What transports act through. */
export interface TransportPorts {
  readonly network: Network;
  /** Absent if other machines of this network are not to be asked. */
  readonly findNear?: FindNear;
  /** Absent if nothing is to be fetched together with others. */
  readonly swarms?: Swarms;
  readonly machine: Pick<Media, 'openMedium' | 'copyImage'>;
}
