import { readFileSync } from 'node:fs';
import type { CatalogueSource } from '../../src/boot/catalogue/newer-catalogue.ts';
import { WebbootError } from '../../src/errors.ts';
import type { Distro } from '../../src/formats/catalogue/distro.ts';
import type { Network } from '../../src/ports/network.ts';

/** A release list of `test/fixtures/release-lists`, written after the real one's form. */
export function releaseList(name: string): string {
  return readFileSync(new URL(`../fixtures/release-lists/${name}`, import.meta.url), 'utf8');
}

/** What a list of digests names, with digests that nobody looks at here. */
export function digestsOf(...names: readonly string[]): string {
  return names.map((name) => `${'ab'.repeat(32)}  ${name}\n`).join('');
}

export interface ListNetwork extends Pick<Network, 'fetchSmall'> {
  readonly asked: string[];
}

/** Servers that have these texts by URL, and nothing else. */
export function listNetwork(texts: Readonly<Record<string, string>>): ListNetwork {
  const asked: string[] = [];
  return {
    asked,
    fetchSmall: async (urls) => {
      asked.push(...urls);
      for (const url of urls) {
        const text = texts[url];
        if (text !== undefined) return { url, bytes: new Uint8Array(Buffer.from(text)) };
      }
      throw new WebbootError('http-status', `nothing at ${urls.join(', ')}`, {
        remedy: 'a test without this list',
      });
    },
  };
}

/** A catalogue that nothing newer replaces. */
export function fixedCatalogue(rows: readonly Distro[]): Pick<CatalogueSource, 'current'> {
  return { current: async () => ({ rows }) };
}
