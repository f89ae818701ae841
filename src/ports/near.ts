import type { Digest } from '../core/image/trust.ts';

/** A machine of this network that says that it serves images. */
export interface NearServer {
  /** Foreign, but printable. */
  readonly name: string;
  /** `http://ADDRESS:PORT`, of who has answered. */
  readonly url: string;
}

/** http URLs of an image of that digest at machines of this network, which may not have it. Never throws. */
export type FindNear = (
  digest: Digest,
  options: { readonly mirrors: readonly string[]; readonly signal?: AbortSignal },
) => Promise<readonly string[]>;
