import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import { memoryAccess } from '../../src/formats/random-access.ts';
import type { Network } from '../../src/ports/network.ts';
import { imageSource } from './facts.ts';

export interface TwoFaced extends Network {
  readonly downloads: { readonly count: number };
}

/** A mirror that shows one image when parts of it are asked for, and sends another as a whole. */
export function twoFacedNetwork(peeked: Uint8Array, sent: Uint8Array): TwoFaced {
  const downloads = { count: 0 };
  return {
    downloads,
    open: async ([url = '']) => ({
      ...memoryAccess(peeked),
      url,
      requests: 0,
      bytesRead: 0,
      close: async () => {},
    }),
    fetchSmall: async () => {
      throw new Error('nothing small is fetched in this test');
    },
    async download({ sink, digest, onFront }) {
      downloads.count += 1;
      onFront?.(0);
      const file = await open(sink, 'r+');
      await file.write(sent, 0, sent.length, 0);
      await file.close();
      onFront?.(sent.length);
      if (digest === undefined) return { bytes: sent.length };
      const hash = createHash(digest.algorithm).update(sent).update(digest.suffix);
      return { bytes: sent.length, digest: hash.digest() };
    },
  };
}

/** An image whose digest the catalogue knows. */
export function pinnedSource(image: Uint8Array): ImageSource {
  const hex = createHash('sha256').update(image).digest('hex');
  return imageSource({ policy: { kind: 'pinned-digest', digest: { algorithm: 'sha256', hex } } });
}
