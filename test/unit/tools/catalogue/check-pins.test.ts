import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { TrustPolicy } from '../../../../src/core/image/trust.ts';
import { checkPins } from '../../../../tools/catalogue/check-pins.ts';

const grml = '33CCB136401AFEC843A3876396A87872B7EA3737';
const voidKey = 'RWT5+SoQD+dWTeOdNuc4Q/jq2+3+jpql7+JJp4WukkxTdpsZlk2EGuPj';

function pinned(fingerprint: string, key: string): TrustPolicy {
  const keys = [{ fingerprint, key }];
  return { kind: 'signed-image', scheme: 'openpgp-detached', keys };
}

const shipped = (name: string) =>
  readFile(new URL(`../../../../distros/keys/${name}`, import.meta.url)).catch(() => undefined);

test('a pin whose file holds the key passes, for OpenPGP and minisign', async () => {
  await checkPins(pinned(grml, 'grml.asc'), shipped);
  await checkPins(pinned(voidKey, 'void-release-20250202.pub'), shipped);
});

test('a key file that is missing is reported by its path', async () => {
  await expect(checkPins(pinned(grml, 'grlm.asc'), shipped)).rejects.toThrow(
    'There is no key file distros/keys/grlm.asc.',
  );
});

test('a file with another key is reported with both fingerprints', async () => {
  const check = checkPins(
    pinned(voidKey.replace('5+S', '6+S'), 'void-release-20250202.pub'),
    shipped,
  );
  await expect(check).rejects.toThrow(voidKey);
  await expect(checkPins(pinned(grml.replace('33', '34'), 'grml.asc'), shipped)).rejects.toThrow(
    `does not hold the pinned key 34CCB136401AFEC843A3876396A87872B7EA3737, but ${grml}.`,
  );
});

test('a file that is no key is reported, whatever is in it', async () => {
  for (const text of ['', 'hello', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n%%%\n']) {
    const file = async () => Buffer.from(text);
    await expect(checkPins(pinned(grml, 'grml.asc'), file)).rejects.toThrow(
      'distros/keys/grml.asc',
    );
    await expect(checkPins(pinned(voidKey, 'v.pub'), file)).rejects.toThrow('distros/keys/v.pub');
  }
});
