import { describe, expect, test } from 'vitest';
import { verifyChecksums } from '../../../src/verify/checksums.ts';
import { hex, signedOn, suiteGpg } from '../../helpers/openpgp-checksums.ts';
import {
  checksumsPolicy,
  clock,
  keyringOf,
  refusalOf,
  smallFile,
} from '../../helpers/verification.ts';

const gpg = suiteGpg();
const key = gpg.createKey('Ed <ed@example.org>', { at: '20240101T000000' });

function clearsigned(file: Uint8Array | string, beside?: Uint8Array) {
  return verifyChecksums({
    policy: checksumsPolicy('openpgp-clearsigned', [{ fingerprint: key, key: 'key.asc' }]),
    checksums: smallFile(file),
    signature: beside && smallFile(beside),
    keyring: keyringOf({ 'key.asc': gpg.exportKey(key) }),
    clock,
  });
}

describe('a clearsigned checksum file', () => {
  const text = Buffer.from(`# live.iso: 5 bytes\n- dashed\nSHA256 (live.iso) = ${hex}  \n-----x\n`);
  const file = Buffer.from(gpg.clearsigned(text, { by: [key], at: signedOn })).toString();

  test('gives its signed lines', async () => {
    const { lines, trust } = await clearsigned(file);
    expect(lines).toEqual([{ algorithm: 'sha256', hex, name: 'live.iso' }]);
    expect(trust).toMatchObject({ kind: 'signed', fingerprint: key, covers: 'checksums' });
  });

  test('may have come with CR LF or with blanks at line ends', async () => {
    expect(await refusalOf(clearsigned(file.replaceAll('\n', '\r\n')))).toBe('accepted');
    expect(await refusalOf(clearsigned(file.replace(hex, `${hex} \t`)))).toBe('accepted');
  });

  test('may be a plain one with its signature next to it, where the row says so', async () => {
    const beside = gpg.detached(text, { by: [key], at: signedOn });
    expect(await refusalOf(clearsigned(text, beside))).toBe('accepted');
    expect(await refusalOf(clearsigned(text))).toBe('signature-malformed');
    expect(await refusalOf(clearsigned(Buffer.concat([text, text]), beside))).toBe(
      'signature-wrong',
    );
  });

  const forged = `SHA256 (live.iso) = ${'c'.repeat(64)}\n`;
  test.each([
    ['before it', `${forged}${file}`],
    ['after it', `${file}${forged}`],
    ['as a header', file.replace('Hash: ', `${forged}Hash: `)],
    ['as a comment header', file.replace('Hash: ', `Comment: ${forged}Hash: `)],
    ['in a second message', `${file}${file.replace(hex, 'c'.repeat(64))}`],
    ['between text and signature', file.replace('\n=', `\n${forged}=`)],
    ['in a line with a bare dash', file.replace('- - dashed', '-dashed')],
  ])('with text %s is malformed', async (_, changed) => {
    expect(await refusalOf(clearsigned(changed))).toBe('signature-malformed');
  });

  test.each([
    ['a changed digest', file.replace(hex, 'c'.repeat(64))],
    ['an added line', file.replace('SHA256 (', `${forged}SHA256 (`)],
    ['a removed line', file.replace('# live.iso: 5 bytes\n', '')],
    ['a changed blank within a line', file.replace('= a', '=  a')],
  ])('with %s is refused', async (_, changed) => {
    expect(await refusalOf(clearsigned(changed))).toBe('signature-wrong');
  });

  test.each([0.1, 0.5, 0.9])('cut off at %f is refused', async (part) => {
    expect(await refusalOf(clearsigned(file.slice(0, file.length * part)))).toBe(
      'signature-malformed',
    );
  });

  test('without a signature at all is refused', async () => {
    expect(await refusalOf(clearsigned(text))).toBe('signature-malformed');
  });
});
