import { expect, test } from 'vitest';
import { parseRevokedDigests, parseTrustedKeys } from '../../../src/formats/proc-keys.ts';

// As Linux 6.12 shows it under Secure Boot with Debian's shim, shortened.
const text = `\
0289e3f6 I------     1 perm 1f030000     0     0 keyring   .blacklist: 3
06a4e1a5 I------     1 perm 1f030000     0     0 asymmetri Debian Secure Boot CA: 6ccece7e4c6c0d1f6149f3dd27dfcc5cbb419ea1: X509.rsa bb419ea1 []
10df6bf5 I------     1 perm 1f030000     0     0 keyring   .platform: 4
1bfd9a2b I------     1 perm 1f030000     0     0 asymmetri Microsoft Corporation: Windows Production PCA 2011: a92902398e16c49778cd90f99e4f9ae17c55af53: X509.rsa 7c55af53 []
2d7a7e24 I------     1 perm 1f0b0000     0     0 blacklist bin:80b4d96931bf0d02fd91a61e19d14f1da452e66db2408ca8604d411f92659f0a
3bb8b1b5 I--Q---     4 perm 1f3f0000     0 65534 keyring   _uid.0: empty
`;

test('what the kernel refuses is told apart by programs and certificates', () => {
  const revoked = `${text}0000 I------ 1 perm 1f0b0000 0 0 blacklist tbs:00ff: `;
  expect(parseRevokedDigests(revoked)).toEqual({
    programs: ['80b4d96931bf0d02fd91a61e19d14f1da452e66db2408ca8604d411f92659f0a'],
    certificates: ['00ff'],
  });
});

test('keys of certificates are told from keyrings and from what is blacklisted', () => {
  expect(parseTrustedKeys(text)).toEqual([
    '6ccece7e4c6c0d1f6149f3dd27dfcc5cbb419ea1',
    'a92902398e16c49778cd90f99e4f9ae17c55af53',
  ]);
});
