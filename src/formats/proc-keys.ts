/** The kernel's name of the type, cut at nine characters. */
const line = /\sasymmetri .*: ([0-9a-f]{8,}): X509\.\S+ /;

/**
 * Identifiers, hexadecimal, of the X.509 keys in the keyrings of the kernel: built in, of the
 * machine's owner (MOK) and of the platform (db), all of which may sign a kernel. Source:
 * `proc_keys_show` of security/keys/proc.c, and the description that x509_key_preparse gives a key:
 * its subject, and the key identifier, or the serial number where there is none.
 */
export function parseTrustedKeys(text: string): readonly string[] {
  return text.split('\n').flatMap((row) => line.exec(row)?.[1] ?? []);
}
