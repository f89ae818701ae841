import { openLocalFiles } from '../../src/app/assemble.ts';
import { type Catalogue, openCatalogue } from '../../src/app/open-catalogue.ts';
import { inspectImage } from '../../src/boot/inspect/inspect-image.ts';
import { fetchExpectation } from '../../src/boot/stages/peek.ts';
import { addressesOf, locationText } from '../../src/core/image/image-location.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import { WebbootError } from '../../src/errors.ts';
import { createNetwork } from '../../src/net/network.ts';
import { proxyFromEnvironment } from '../../src/net/transport-options.ts';
import type { Network } from '../../src/ports/network.ts';
import { checkPins } from './check-pins.ts';
import { type Offered, offersOf, resolveOffer } from './resolve-rows.ts';
import { storedAnswers } from './stored-answers.ts';

/** What a whole check may wait for one variant. */
const patienceMs = 60_000;

/**
 * Tries each variant of the rows (all of them where none is named), a line each: the newest
 * release, its signature, each mirror's size of the image, what its first megabytes say. Returns
 * how many failed. Once a server
 * cannot be reached by name at all, the rest is said not to have been tried.
 */
export async function checkCatalogue(
  ids: readonly string[],
  print: (line: string) => void,
  network: Network = createNetwork({ proxy: proxyFromEnvironment(process.env) }),
  inspect: typeof inspectImage = inspectImage,
): Promise<number> {
  const catalogue = await openCatalogue();
  const tried = chosen(catalogue, ids);
  let failed = 0;
  let offline = false;
  for (const one of tried) {
    if (offline) {
      print(`not tried  ${nameOf(one)}: there is no network`);
      continue;
    }
    if (one.variant.unavailable !== undefined) {
      print(`none       ${nameOf(one)}: ${one.variant.unavailable}`);
      continue;
    }
    try {
      print(`good       ${nameOf(one)}: ${await tryVariant(one, catalogue, network, inspect)}`);
    } catch (error) {
      offline = await isOffline(error, network);
      if (!offline) failed += 1;
      const word = offline ? 'not tried ' : 'failed    ';
      print(`${word} ${nameOf(one)}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (offline) print('There is no network here: what was not tried may be right or wrong.');
  return offline ? failed + 1 : failed;
}

/**
 * As above against stored answers: what every list and every template leads to, and whether the
 * pinned keys are there. Signatures and images are not looked at.
 */
export async function checkStored(
  ids: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const catalogue = await openCatalogue();
  const network = storedAnswers();
  let failed = 0;
  for (const one of chosen(catalogue, ids)) {
    if (one.variant.unavailable !== undefined) {
      print(`none       ${nameOf(one)}: ${one.variant.unavailable}`);
      continue;
    }
    try {
      const { version, released, location, policy } = await resolveOffer(
        one,
        catalogue.rows,
        network,
      );
      await checkPins(policy, catalogue.findKey);
      const day = released === undefined ? '' : ` of ${released}`;
      print(
        `found      ${nameOf(one)}: ${version}${day}, ${policy.kind}, ${locationText(location)}`,
      );
    } catch (error) {
      failed += 1;
      print(`failed     ${nameOf(one)}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return failed;
}

function chosen({ rows }: Catalogue, ids: readonly string[]): readonly Offered[] {
  const unknown = ids.filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) {
    throw new WebbootError('usage', `The catalogue has no distro ${unknown.join(', ')}.`, {
      remedy: 'Name the id of a row: distros/ID.json without the ending.',
    });
  }
  return offersOf(rows.filter(({ id }) => ids.length === 0 || ids.includes(id)));
}

function nameOf({ row, variant, arch }: Offered): string {
  return `${row.id}/${variant.id} ${arch}`;
}

async function tryVariant(
  offered: Offered,
  catalogue: Catalogue,
  network: Network,
  inspect: typeof inspectImage,
): Promise<string> {
  const signal = AbortSignal.timeout(patienceMs);
  const source = await resolveOffer(offered, catalogue.rows, network, signal);
  const { machine } = await openLocalFiles();
  const expectation = await fetchExpectation(source, {
    network,
    machine,
    signal,
    keyring: { find: catalogue.findKey },
    clock: () => ({ now: new Date(), builtAt: new Date(0) }),
  });
  const sizes = await sizesOf(source, network, signal);
  const trust = expectation.kind === 'none' ? 'unsigned' : 'signed';
  return `${source.version} ${trust}, ${sizes}, ${await contentOf(source, network, signal, inspect)}`;
}

async function sizesOf(source: ImageSource, network: Network, signal: AbortSignal) {
  const { location } = source;
  const urls = location.kind === 'remote' ? addressesOf(location) : [];
  const sizes = await Promise.all(
    urls.map(async (url) => {
      const file = await network.open([url], signal);
      await file.close();
      return file.size;
    }),
  );
  const [size] = sizes;
  if (sizes.some((other) => other !== size)) {
    throw new WebbootError(
      'length-mismatch',
      `The mirrors have files of different sizes: ${sizes.join(', ')} bytes.`,
      {
        subject: source.id,
        remedy: 'One of them has another file: remove it from the row.',
      },
    );
  }
  return `${size} bytes on ${sizes.length} mirrors`;
}

/** What the first megabytes say: the volume and how many boot entries there are. */
async function contentOf(
  { location }: ImageSource,
  network: Network,
  signal: AbortSignal,
  inspect: typeof inspectImage,
): Promise<string> {
  if (location.kind !== 'remote') return 'not looked into';
  const image = await network.open(addressesOf(location), signal);
  try {
    const { image: found, entries } = await inspect(image, { signal });
    return `${found.volumeId}, ${entries.length} entries`;
  } finally {
    await image.close();
  }
}

/** A name that is not resolved may be one server's fault; two of different owners are not. */
async function isOffline(error: unknown, network: Network): Promise<boolean> {
  const unreachable = ['name-not-resolved', 'no-network', 'connection-refused'];
  if (!(error instanceof WebbootError) || !unreachable.includes(error.code)) return false;
  const probes = ['https://www.kernel.org/', 'https://www.debian.org/'];
  const answers = await Promise.allSettled(probes.map((url) => network.fetchSmall([url])));
  return answers.every(
    ({ status, ...answer }) =>
      status === 'rejected' &&
      'reason' in answer &&
      answer.reason instanceof WebbootError &&
      unreachable.includes(answer.reason.code),
  );
}
