import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { clock, openLocalFiles } from '../../src/app/assemble.ts';
import { openCatalogue } from '../../src/app/open-catalogue.ts';
import {
  type CatalogueSource,
  createCatalogueSource,
  mergeRows,
} from '../../src/boot/catalogue/newer-catalogue.ts';
import { preferMirrors } from '../../src/boot/catalogue/own-mirrors.ts';
import { createSelector } from '../../src/boot/catalogue/selection.ts';
import { fetchVerified } from '../../src/boot/files/fetch-verified.ts';
import type { FileContext } from '../../src/boot/files/file-context.ts';
import { verifyFile } from '../../src/boot/files/verify-file.ts';
import { fetchBeside } from '../../src/boot/keep/fetch-beside.ts';
import { fetchExpectation } from '../../src/boot/stages/peek.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import type { Expectation } from '../../src/core/image/trust.ts';
import type { Settings } from '../../src/core/settings/settings.ts';
import { WebbootError } from '../../src/errors.ts';
import { parseDistro } from '../../src/formats/catalogue/distro.ts';
import { parseSettingsFile } from '../../src/formats/settings/settings-file.ts';
import { createNetwork } from '../../src/net/network.ts';
import { proxyFromEnvironment } from '../../src/net/transport-options.ts';
import type { ImageOptions } from '../image/options.ts';
import { buildDirectory } from '../shared/paths.ts';
import { step } from '../shared/say.ts';

/** Downloads are kept for the next stick. */
const defaultDirectory = join(buildDirectory, 'isos');
/** Where an image has rows, keys and settings of its own. */
const ownRows = /^\/etc\/webboot\/distros\/[^/]+\.json$/;
const ownKeys = '/etc/webboot/distros/keys/';
const ownSettings = '/etc/webboot/webboot.json';

interface Fetcher extends FileContext {
  readonly select: (query: string) => Promise<ImageSource>;
}

/**
 * Fetches and verifies the images that catalogue rows name, with what vouches for them beside
 * each; returns the ISOs' paths. The catalogue is the one that the image will have: rows, keys and
 * mirrors that it gets by `--file` count. Throws WebbootError.
 */
export async function fetchImages(
  queries: readonly string[],
  options: Pick<ImageOptions, 'arch' | 'extraFiles'>,
  { directory = defaultDirectory, signal = new AbortController().signal } = {},
): Promise<readonly string[]> {
  if (queries.length === 0) return [];
  await mkdir(directory, { recursive: true });
  const fetcher = await openFetcher(options, signal);
  const isos: string[] = [];
  for (const query of queries) {
    const source = await fetcher.select(query);
    isos.push(await step(source.title, () => fetchImage(source, directory, fetcher)));
  }
  return isos;
}

async function openFetcher(
  { arch, extraFiles }: Pick<ImageOptions, 'arch' | 'extraFiles'>,
  signal: AbortSignal,
): Promise<Fetcher> {
  const network = createNetwork({ proxy: proxyFromEnvironment(process.env) });
  const { distros = [], mirrors = {} } = await readOwnSettings(extraFiles);
  const catalogue = await openCatalogue();
  const files = extraFiles.filter(({ path }) => ownRows.test(path));
  const texts = await Promise.all(files.map(({ source }) => readFile(source, 'utf8')));
  const rows = [...texts, ...distros.map((row) => JSON.stringify(row))].map(parseDistro);
  const findKey: CatalogueSource['findKey'] = async (name) => {
    const own = extraFiles.find(({ path }) => path === `${ownKeys}${name}`);
    return own === undefined ? catalogue.findKey(name) : readFile(own.source);
  };
  const own = mergeRows(catalogue.own, rows);
  const source = createCatalogueSource({ builtIn: catalogue.builtIn, own, findKey });
  const select = createSelector({
    catalogue: preferMirrors(source, mirrors),
    network,
    arch,
    readLocal: async () => undefined,
  });
  return {
    select: (query) => select(query, { signal }),
    network,
    ...(await openLocalFiles()),
    keyring: { find: findKey },
    clock,
    signal,
  };
}

async function readOwnSettings(extraFiles: ImageOptions['extraFiles']): Promise<Settings> {
  const file = extraFiles.find(({ path }) => path === ownSettings);
  return file === undefined ? {} : parseSettingsFile(await readFile(file.source, 'utf8')).settings;
}

async function fetchImage(
  source: ImageSource,
  directory: string,
  fetcher: Fetcher,
): Promise<string> {
  if (source.policy.kind === 'none') {
    throw new WebbootError(
      'unverified-image',
      `${source.title} has no signature that can be checked.`,
      {
        subject: source.id,
        remedy: `Download it, decide whether you trust it, and pass it with --iso: ${source.policy.reason}`,
      },
    );
  }
  const iso = join(directory, basename(source.fileName));
  const expectation =
    (await expectationOfCopy(iso, source, fetcher)) ??
    (await fetchVerified(source, iso, fetcher)).expectation;
  for (const [name, bytes] of await fetchBeside(source, expectation, fetcher)) {
    await writeFile(join(directory, basename(name)), bytes);
  }
  return iso;
}

/** What a former download was verified by; undefined if it is not what is wanted now. */
async function expectationOfCopy(
  iso: string,
  source: ImageSource,
  fetcher: Fetcher,
): Promise<Expectation | undefined> {
  if (!existsSync(iso)) return undefined;
  const expectation = await fetchExpectation(source, fetcher);
  return verifyFile(iso, expectation, fetcher).then(
    () => expectation,
    () => undefined,
  );
}
