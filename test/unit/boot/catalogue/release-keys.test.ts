import { createCleartextMessage, sign } from 'openpgp';
import { beforeAll, expect, test } from 'vitest';
import { createSelector } from '../../../../src/boot/catalogue/selection.ts';
import { fetchExpectation } from '../../../../src/boot/stages/peek.ts';
import { parseDistro } from '../../../../src/formats/catalogue/distro.ts';
import { localMedia } from '../../../helpers/local-media.ts';
import { fixedCatalogue, listNetwork } from '../../../helpers/release-lists.ts';
import { makeKey } from '../../../helpers/signed-iso.ts';

type MadeKey = Awaited<ReturnType<typeof makeKey>>;

const image = 'Fedora-Workstation-Live-44-1.7.x86_64.iso';
const list = 'https://dl.example/44/Fedora-Workstation-44-1.7-x86_64-CHECKSUM';
let old: MadeKey;
let current: MadeKey;

beforeAll(async () => {
  old = await makeKey();
  current = await makeKey();
});

/** What is believed of release 44 where its list of digests is signed by this key. */
async function believe(signer: MadeKey) {
  const text = `# ${image}: 12 bytes\nSHA256 (${image}) = ${'ab'.repeat(32)}\n`;
  const message = await createCleartextMessage({ text });
  const network = listNetwork({ [list]: await sign({ message, signingKeys: signer.privateKey }) });
  const row = parseDistro(
    JSON.stringify({
      id: 'fedora',
      name: 'Fedora',
      description: 'A demo',
      homepage: 'https://demo.example/',
      mirrors: ['https://dl.example'],
      newest: [{ resolver: 'fixed', version: '44' }],
      file: image,
      url: '{mirror}/{version}/{file}',
      trust: {
        kind: 'signed-checksums',
        scheme: 'openpgp-clearsigned',
        checksums: '{base}/Fedora-Workstation-{version}-1.7-x86_64-CHECKSUM',
        keys: [
          { fingerprint: old.fingerprint, key: '42.asc', releases: ['42'] },
          { fingerprint: current.fingerprint, key: '44.asc', releases: ['44'] },
        ],
      },
      variants: [{ id: 'workstation', name: 'GNOME', architectures: ['x86_64'] }],
    }),
  );
  const { signal } = new AbortController();
  const select = createSelector({
    catalogue: fixedCatalogue([row]),
    network,
    arch: 'x86_64',
    readLocal: async () => undefined,
  });
  const keys = { '42.asc': old, '44.asc': current };
  return fetchExpectation(await select('fedora', { signal }), {
    network: { ...network, open: () => Promise.reject(), download: () => Promise.reject() },
    machine: localMedia,
    keyring: {
      find: async (name) => Buffer.from(keys[name as keyof typeof keys].publicKey.armor()),
    },
    clock: () => ({ now: new Date(), builtAt: new Date(0) }),
    signal,
  });
}

test('a release is believed by its own key', async () => {
  expect(await believe(current)).toMatchObject({
    kind: 'digest',
    trust: { kind: 'signed', fingerprint: current.fingerprint },
  });
});

test('a release signed by an older release’s key is not', async () => {
  await expect(believe(old)).rejects.toMatchObject({ code: 'key-unknown' });
});
