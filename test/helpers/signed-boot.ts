import { createSelector, type SelectionContext } from '../../src/boot/catalogue/selection.ts';
import type { InspectImage } from '../../src/boot/run/boot-context.ts';
import { createSession } from '../../src/boot/run/create-session.ts';
import type { OfferMedium } from '../../src/boot/run/offer-medium.ts';
import { runBoot } from '../../src/boot/run/run-boot.ts';
import type { Session } from '../../src/boot/session/session.ts';
import { defined } from '../../src/core/defined.ts';
import type { BootEvent } from '../../src/core/plan/boot-event.ts';
import type { BootChoice } from '../../src/core/plan/boot-plan.ts';
import { type Distro, parseDistro } from '../../src/formats/catalogue/distro.ts';
import type { Machine } from '../../src/ports/machine.ts';
import type { Network } from '../../src/ports/network.ts';
import type { ReadOwnFiles } from '../../src/ports/own-files.ts';
import type { ReleaseMemory } from '../../src/ports/release-memory.ts';
import type { Swarms } from '../../src/ports/swarm.ts';
import type { KeepImage } from '../../src/ports/transfer.ts';
import { imageFacts } from './facts.ts';
import { fixedCatalogue } from './release-lists.ts';
import type { SignedIso } from './signed-iso.ts';

interface SignedBoot {
  readonly machine: Machine;
  readonly network: Network;
  /** Base URL of what serves the ISO's directory. */
  readonly mirror: string;
  /** What is chosen: the row's name, or an image on this machine. */
  readonly query?: string;
  /** What the mirror has in the place of `demo.iso`. */
  readonly file?: string;
  readonly choice?: BootChoice;
  readonly keepImage?: KeepImage;
  readonly releases?: ReleaseMemory;
  readonly swarms?: Swarms;
  readonly offer?: OfferMedium;
  readonly ownFiles?: ReadOwnFiles;
  readonly readLocal?: SelectionContext['readLocal'];
  /** In place of the facts that are known of the ISO. */
  readonly inspect?: InspectImage;
}

/** The events of a boot of the row `demo`, from its name to the jump, with real digests and keys. */
export async function bootSigned(
  iso: SignedIso,
  { query = 'demo', choice = {}, ...given }: SignedBoot,
): Promise<readonly BootEvent[]> {
  const { signal } = new AbortController();
  const events: BootEvent[] = [];
  for await (const event of runBoot(signedSession(iso, given), query, choice, { signal })) {
    events.push(event);
  }
  return events;
}

/** Boots the row `demo`, an address, or a file of this machine. */
export function signedSession(
  iso: SignedIso,
  { machine, network, mirror, ...given }: Omit<SignedBoot, 'query' | 'choice'>,
): Session {
  const row = signedRow(iso, { mirror, file: given.file ?? 'demo.iso' });
  const select = createSelector({
    catalogue: fixedCatalogue([row]),
    network,
    arch: 'x86_64',
    readLocal: given.readLocal ?? (async () => undefined),
  });
  return createSession(
    {
      machine,
      network,
      keyring: { find: async (name) => (name === 'demo.asc' ? iso.key.armored : undefined) },
      clock: () => ({ now: new Date(), builtAt: new Date(0) }),
      ...(given.keepImage === undefined ? {} : { keepImage: given.keepImage }),
      ...(given.releases === undefined ? {} : { releases: given.releases }),
      ...(given.swarms === undefined ? {} : { swarms: given.swarms }),
      ...defined({ offer: given.offer, ownFiles: given.ownFiles }),
      inspect: given.inspect ?? (async () => factsOf(iso)),
    },
    { distros: [], select },
  );
}

export function factsOf(iso: SignedIso): ReturnType<typeof imageFacts> {
  return imageFacts({
    image: { size: iso.bytes, volumeId: 'DEMO', kind: 'iso9660' },
    pmem: { state: 'initrd', missing: [] },
    needs: { ramBytes: iso.bytes },
  });
}

function signedRow(
  { key }: SignedIso,
  { mirror, file }: { readonly mirror: string; readonly file: string },
): Distro {
  return parseDistro(
    JSON.stringify({
      id: 'demo',
      name: 'Demo',
      description: 'A test',
      homepage: 'https://example.invalid/',
      mirrors: [mirror],
      newest: [{ resolver: 'fixed', version: '1' }],
      file: 'demo.iso',
      url: `{mirror}/${file}`,
      trust: {
        kind: 'signed-checksums',
        scheme: 'openpgp-detached',
        checksums: '{mirror}/SHA256SUMS',
        signature: '{mirror}/SHA256SUMS.sign',
        keys: [{ fingerprint: key.fingerprint, key: 'demo.asc' }],
      },
      variants: [{ id: 'live', name: 'live', architectures: ['x86_64'] }],
    }),
  );
}
