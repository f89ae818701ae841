import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Updater } from 'tuf-js';
import { withoutTrailing } from '../core/text-scan.ts';
import { FormatError, WebbootError } from '../errors.ts';
import { type CatalogueBundle, parseCatalogueBundle } from '../formats/catalogue/bundle.ts';
import type { Network } from '../ports/network.ts';
import { createTufFetcher } from './tuf-fetcher.ts';

/** The one target of the repository. */
const target = 'catalogue.json';
const mostBytes = 4 * 1024 * 1024;

export interface UpdateRequest {
  readonly network: Pick<Network, 'fetchSmall'>;
  /**
   * Writable. Holds `root.json`, which is trusted, and what was last seen of timestamp, snapshot
   * and targets: nothing older is taken.
   */
  readonly directory: string;
  /** Mirrors of the repository, with `metadata/` and `targets/` below. */
  readonly urls: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The newest catalogue of a TUF repository (specification 1.0.31, section 5). Throws WebbootError:
 * `catalogue-rollback` for one that is older than what was seen or has expired,
 * `catalogue-invalid` for one whose signatures or contents are not right, network errors.
 */
export async function fetchCatalogueUpdate(request: UpdateRequest): Promise<CatalogueBundle> {
  let failure: unknown;
  for (const url of request.urls) {
    try {
      return await fetchFrom(withoutTrailing(url, '/'), request);
    } catch (error) {
      request.signal.throwIfAborted();
      failure ??= describe(error, url);
    }
  }
  throw failure;
}

async function fetchFrom(
  url: string,
  { network, directory, signal }: UpdateRequest,
): Promise<CatalogueBundle> {
  const updater = new Updater({
    metadataDir: directory,
    metadataBaseUrl: `${url}/metadata`,
    targetBaseUrl: `${url}/targets`,
    fetcher: createTufFetcher(network, { directory, signal }),
    config: { maxRootRotations: 32, maxDelegations: 0, targetsMaxLength: 512_000 },
  });
  await updater.refresh();
  const info = await updater.getTargetInfo(target);
  if (info === undefined || info.length > mostBytes) {
    throw new FormatError('catalogue', 0, `the repository has no ${target} of a sane size`);
  }
  const file = await updater.downloadTarget(info, join(directory, target));
  return parseCatalogueBundle(await readFile(file, 'utf8'));
}

/** tuf-js wraps some of its errors in the text of others, so their words are what there is. */
function describe(error: unknown, url: string): WebbootError {
  if (error instanceof WebbootError) return error;
  const words = error instanceof Error ? error.message : String(error);
  if (saysTooOld(words.toLowerCase())) {
    return new WebbootError('catalogue-rollback', `The newer catalogue was rejected: ${words}`, {
      subject: url,
      remedy: 'Check the clock. If it is right, the server has old files: try later.',
      cause: error,
    });
  }
  return new WebbootError('catalogue-invalid', `The newer catalogue was rejected: ${words}`, {
    subject: url,
    remedy: 'The built-in catalogue is used. Report this to the publisher of the newer one.',
    cause: error,
  });
}

function saysTooOld(words: string): boolean {
  if (words.includes('expired') || words.includes('less than current')) return true;
  const [, ...behind] = words.split('less than ');
  return behind.join(' ').includes(' version');
}
