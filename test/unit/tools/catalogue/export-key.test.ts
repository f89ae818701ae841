import { expect, test } from 'vitest';
import { readCertificates } from '../../../../src/verify/openpgp/packets.ts';
import { exportKey, type RunGpg } from '../../../../tools/catalogue/export-key.ts';
import { suiteGpg } from '../../../helpers/openpgp-checksums.ts';

const gpg = suiteGpg();
const run: RunGpg = (args, input = '') => Buffer.from(gpg.run(args, { input })).toString();
const at = '20240101T000000';

async function subkeysOf(armored: string) {
  const [certificate] = await readCertificates(Buffer.from(armored));
  return certificate?.subkeys.map((subkey) => subkey.getFingerprint().toUpperCase());
}

test('an expired subkey stays in the export, and is named', async () => {
  const key = gpg.createKey('Old <old@example.org>', { at });
  const subkey = gpg.addSigningSubkey(key, { at: '20240102T000000', expires: '2024-06-01' });
  const { armored, expired } = exportKey(run, key);
  expect(expired).toEqual([subkey]);
  expect(await subkeysOf(armored)).toEqual([subkey]);
});

test('a key without one is exported with its own signatures only', async () => {
  const stranger = gpg.createKey('Stranger <stranger@example.org>', { at });
  const key = gpg.createKey('New <new@example.org>', { at });
  const subkey = gpg.addSigningSubkey(key, { at: '20240102T000000' });
  gpg.run(['--local-user', stranger, '--quick-sign-key', key]);
  const { armored, expired } = exportKey(run, key);
  expect(expired).toEqual([]);
  expect(await subkeysOf(armored)).toEqual([subkey]);
  expect(armored.length).toBeLessThan(run(['--armor', '--export', key]).length);
});
