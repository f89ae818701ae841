import type { KeyList } from '../core/image/kernel-signature.ts';

/** The kernel's names of the types, cut at nine characters. */
const keyType = /\sasymmetri /;
const certificate = /: ([0-9a-f]{8,}): X509\.\S+ /g;

/**
 * Identifiers, hexadecimal, of the X.509 keys in the keyrings of the kernel: built in, of the
 * machine's owner (MOK) and of the platform (db), all of which may sign a kernel. Source:
 * `proc_keys_show` of security/keys/proc.c, and the description that x509_key_preparse gives a key:
 * its subject, and the key identifier, or the serial number where there is none.
 */
export function parseTrustedKeys(text: string): readonly string[] {
  return text.split('\n').flatMap((row) => {
    const type = keyType.exec(row);
    if (type === null) return [];
    // The subject, which anything may stand in, comes first.
    const found = [...row.slice(type.index + type[0].length - 1).matchAll(certificate)].at(-1);
    return found?.[1] ?? [];
  });
}

const revoked = /\sblacklist (bin|tbs):([0-9a-f]+)(?:\s|:|$)/;

/**
 * What the kernel refuses, from the keyring `.blacklist`, which it fills from the firmware's dbx.
 * Source: certs/blacklist.c; `bin` is a program's digest, `tbs` a certificate's.
 */
export function parseRevokedDigests(text: string): Omit<KeyList, 'keyIds'> {
  const found = text.split('\n').flatMap((row) => {
    const [, kind, digest] = revoked.exec(row) ?? [];
    return digest === undefined ? [] : [{ kind, digest }];
  });
  const digests = (wanted: string) =>
    found.filter(({ kind }) => kind === wanted).map(({ digest }) => digest);
  return { programs: digests('bin'), certificates: digests('tbs') };
}
