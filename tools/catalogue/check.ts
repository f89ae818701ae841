import { openLocalFiles } from '../../src/app/assemble.ts';
import { type Catalogue, openCatalogue } from '../../src/app/open-catalogue.ts';
import { createSelector } from '../../src/boot/catalogue/selection.ts';
import { fetchExpectation } from '../../src/boot/stages/peek.ts';
import type { Architecture } from '../../src/core/architecture.ts';
import { addressesOf } from '../../src/core/image/image-location.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import { WebbootError } from '../../src/errors.ts';
import { createNetwork } from '../../src/net/network.ts';
import { proxyFromEnvironment } from '../../src/net/transport-options.ts';
import type { Network } from '../../src/ports/network.ts';

interface Tried {
  readonly id: string;
  readonly arch: Architecture;
}

/** What a whole check may wait for one variant. */
const patienceMs = 60_000;

/**
 * Tries each variant of the rows (all of them where none is named), a line each: the newest
 * release, its signature, each mirror's size of the image. Returns how many failed. Once a server
 * cannot be reached by name at all, the rest is said not to have been tried.
 */
export async function checkCatalogue(
  ids: readonly string[],
  print: (line: string) => void,
  network: Network = createNetwork({ proxy: proxyFromEnvironment(process.env) }),
): Promise<number> {
  const catalogue = await openCatalogue();
  const tried = catalogue.rows
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .flatMap(({ id, variants }) =>
      variants.flatMap((variant) =>
        variant.architectures.map((arch): Tried => ({ id: `${id}/${variant.id}`, arch })),
      ),
    );
  let failed = 0;
  let offline = false;
  for (const one of tried) {
    if (offline) {
      print(`not tried  ${one.id} ${one.arch}: there is no network`);
      continue;
    }
    try {
      print(`good       ${one.id} ${one.arch}: ${await tryVariant(one, catalogue, network)}`);
    } catch (error) {
      offline = await isOffline(error, network);
      if (!offline) failed += 1;
      const word = offline ? 'not tried ' : 'failed    ';
      print(`${word} ${one.id} ${one.arch}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (offline) print('There is no network here: what was not tried may be right or wrong.');
  return offline ? failed + 1 : failed;
}

async function tryVariant(
  { id, arch }: Tried,
  catalogue: Catalogue,
  network: Network,
): Promise<string> {
  const signal = AbortSignal.timeout(patienceMs);
  const select = createSelector({
    catalogue: { current: async () => ({ rows: catalogue.rows }) },
    network,
    arch,
    readLocal: async () => undefined,
  });
  const source = await select(id, { signal });
  const { machine } = await openLocalFiles();
  const expectation = await fetchExpectation(source, {
    network,
    machine,
    signal,
    keyring: { find: catalogue.findKey },
    clock: () => ({ now: new Date(), builtAt: new Date(0) }),
  });
  const sizes = await sizesOf(source, network, signal);
  return `${source.version} ${expectation.kind === 'none' ? 'unsigned' : 'signed'}, ${sizes}`;
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
    throw new WebbootError('length-mismatch', `the mirrors differ: ${sizes.join(', ')} bytes`, {
      subject: source.id,
      remedy: 'One of them has another file: take it out of the row.',
    });
  }
  return `${size} bytes on ${sizes.length} mirrors`;
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
