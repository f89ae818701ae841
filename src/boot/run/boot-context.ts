import type { ImageFacts } from '../../core/image/image-facts.ts';
import type { NetworkToHandOn } from '../../core/network/handed-network.ts';
import type { Injection } from '../../ports/injection.ts';
import type { Machine } from '../../ports/machine.ts';
import type { FindNear } from '../../ports/near.ts';
import type { Network } from '../../ports/network.ts';
import type { ReadOwnFiles } from '../../ports/own-files.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import type { ReleaseMemory } from '../../ports/release-memory.ts';
import type { Swarms } from '../../ports/swarm.ts';
import type { KeepImage } from '../../ports/transfer.ts';
import type { Clock } from '../../verify/clock.ts';
import type { Keyring } from '../../verify/keyring.ts';
import type { ListNear } from '../catalogue/near-source.ts';

/** Finds out what an image, and one entry of it, would boot; `deep` reads its initrds too. */
export type InspectImage = (
  image: RandomAccess,
  options: { deep?: boolean; entry?: string; signal?: AbortSignal },
) => Promise<ImageFacts>;

/** What the stages act through; injected, so that tests and dry runs bring their own. */
export interface BootContext {
  readonly machine: Machine;
  readonly network: Network;
  readonly findNear?: FindNear;
  /** Asked if no mirror can be reached; absent if nobody is to be asked. */
  readonly listNear?: ListNear;
  readonly swarms?: Swarms;
  readonly keyring: Keyring;
  readonly clock: () => Clock;
  readonly inspect: InspectImage;
  /** Absent if there is no place for images. */
  readonly keepImage?: KeepImage;
  /** The newest releases seen; absent where nothing is kept, as in a dry run. */
  readonly releases?: ReleaseMemory;
  /** The network in use, as far as a live system would not find it by itself. */
  readonly networkToHandOn?: () => Promise<NetworkToHandOn | undefined>;
  /** webboot's own, for live systems that serve their image. */
  readonly ownFiles?: ReadOwnFiles;
  /** The person's own files, for live systems that take them. */
  readonly injection?: () => Promise<Injection>;
  readonly signal: AbortSignal;
  /** The person does not want to wait for other machines. */
  readonly hurry?: AbortSignal;
}
