/** Runs gpg in a home that has the key, and returns what it prints. */
export type RunGpg = (args: readonly string[], input?: string) => string;

export interface ExportedKey {
  readonly armored: string;
  /** Fingerprints of the expired subkeys for whose sake the key was exported whole. */
  readonly expired: readonly string[];
}

const listing = ['--with-colons', '--with-subkey-fingerprints'];

/**
 * A key with its own signatures only: what third parties certify says nothing to us. GnuPG leaves
 * expired subkeys out of such an export without a word, and one of them may be the one that signs:
 * then the key is exported whole. Throws if a subkey is lost all the same.
 */
export function exportKey(gpg: RunGpg, fingerprint: string): ExportedKey {
  const there = subkeysIn(gpg([...listing, '--list-keys', fingerprint]));
  const lostOf = (armored: string) => {
    const kept = subkeysIn(gpg([...listing, '--show-keys'], armored));
    return there.filter((one) => !kept.includes(one));
  };
  const minimal = gpg(['--armor', '--export-options', 'export-minimal', '--export', fingerprint]);
  const expired = lostOf(minimal);
  if (expired.length === 0) return { armored: minimal, expired };
  const armored = gpg(['--armor', '--export', fingerprint]);
  const lost = lostOf(armored);
  if (lost.length > 0) throw new Error(`The export of ${fingerprint} loses ${lost.join(', ')}.`);
  return { armored, expired };
}

/** The fingerprints of the subkeys in gpg's listing with colons. */
function subkeysIn(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.split(':'));
  return lines.flatMap(([record], index) => {
    const next = lines[index + 1];
    return record === 'sub' && next?.[0] === 'fpr' ? [next[9] ?? ''] : [];
  });
}
