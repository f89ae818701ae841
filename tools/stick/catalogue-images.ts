import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { clock, openLocalMedia } from '../../src/app/assemble.ts';
import { openCatalogue } from '../../src/app/open-catalogue.ts';
import {
  type CatalogueKeeper,
  createCatalogueKeeper,
  mergeRows,
} from '../../src/boot/catalogue/newer-catalogue.ts';
import { preferMirrors } from '../../src/boot/catalogue/own-mirrors.ts';
import { createSelector } from '../../src/boot/catalogue/selection.ts';
import { fetchBeside } from '../../src/boot/keep/fetch-beside.ts';
import { fetchExpectation } from '../../src/boot/stages/peek.ts';
import type { TransportPorts } from '../../src/boot/transports/transport.ts';
import { transportOf } from '../../src/boot/transports/transport-of.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import type { Expectation } from '../../src/core/image/trust.ts';
import type { Settings } from '../../src/core/settings/settings.ts';
import { WebbootError } from '../../src/errors.ts';
import { parseDistro } from '../../src/formats/catalogue/distro.ts';
import { parseSettingsFile } from '../../src/formats/settings/settings-file.ts';
import { createNetwork } from '../../src/net/network.ts';
import { proxyFromEnvironment } from '../../src/net/transport-options.ts';
import { digestFile } from '../../src/storage/read-back-digest.ts';
import { confirmDigest } from '../../src/verify/confirm-digest.ts';
import type { Keyring } from '../../src/verify/keyring.ts';
import { digestRequestOf } from '../../src/verify/resolve-expectation.ts';
import type { ImageOptions } from '../image/options.ts';
import { buildDirectory } from '../shared/paths.ts';
import { step } from '../shared/say.ts';

/** Downloads are kept for the next stick. */
const defaultDirectory = join(buildDirectory, 'isos');
/** Where an image has rows, keys and settings of its own. */
const ownRows = /^\/etc\/webboot\/distros\/[^/]+\.json$/;
const ownKeys = '/etc/webboot/distros/keys/';
const ownSettings = '/etc/webboot/webboot.json';

interface Fetcher extends TransportPorts {
  readonly select: (query: string) => Promise<ImageSource>;
  readonly keyring: Keyring;
  readonly clock: typeof clock;
  readonly signal: AbortSignal;
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
  const findKey: CatalogueKeeper['findKey'] = async (name) => {
    const own = extraFiles.find(({ path }) => path === `${ownKeys}${name}`);
    return own === undefined ? catalogue.findKey(name) : readFile(own.source);
  };
  const own = mergeRows(catalogue.own, rows);
  const keeper = createCatalogueKeeper({ builtIn: catalogue.builtIn, own, findKey });
  const select = createSelector({
    catalogue: preferMirrors(keeper, mirrors),
    network,
    arch,
    readLocal: async () => undefined,
  });
  return {
    select: (query) => select(query, { signal }),
    network,
    machine: await openLocalMedia(),
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
  const { signal } = fetcher;
  if (source.policy.kind === 'none') {
    throw new WebbootError('unverified-image', `nobody vouches for ${source.title}`, {
      subject: source.id,
      remedy: `download and judge it yourself, and give it by --iso: ${source.policy.reason}`,
    });
  }
  const expectation = await fetchExpectation(source, fetcher);
  const iso = join(directory, basename(source.fileName));
  if (!(await isRight(iso, expectation, fetcher))) {
    const part = `${iso}.part`;
    try {
      const digest = digestRequestOf(expectation);
      const result = await transportOf(source.location, fetcher).copy({
        sink: part,
        signal,
        ...(digest && { digest, confirm: (found) => confirm(expectation, found, fetcher) }),
      });
      await confirm(expectation, result.digest, fetcher);
      await rename(part, iso);
    } finally {
      await rm(part, { force: true });
    }
  }
  for (const [name, bytes] of await fetchBeside(source, expectation, fetcher)) {
    await writeFile(join(directory, basename(name)), bytes);
  }
  return iso;
}

/** Whether a former download is what is wanted now. */
async function isRight(iso: string, expectation: Expectation, fetcher: Fetcher): Promise<boolean> {
  const info = await stat(iso).catch(() => undefined);
  const request = digestRequestOf(expectation);
  if (info === undefined || request === undefined) return false;
  const digest = await digestFile(iso, info.size, request, { signal: fetcher.signal });
  return confirm(expectation, digest, fetcher).then(
    () => true,
    () => false,
  );
}

async function confirm(
  expectation: Expectation,
  digest: Uint8Array | undefined,
  { keyring, clock: now }: Fetcher,
): Promise<void> {
  if (expectation.kind === 'none' || digest === undefined) {
    throw new WebbootError('digest-missing', 'the image was not measured', {
      remedy: 'download it, verify it (npm run webboot -- verify), and give it by --iso',
    });
  }
  await confirmDigest({ expectation, digest, keyring, clock: now() });
}
