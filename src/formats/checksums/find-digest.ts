import type { Digest, DigestAlgorithm } from '../../core/image/trust.ts';
import type { ChecksumAlgorithm, ChecksumLine } from './checksum-line.ts';

/** What a checksum file says of one file. */
export type DigestFinding =
  | { readonly kind: 'found'; readonly digest: Digest; readonly name: string }
  | { readonly kind: 'missing' }
  /** Only digests that prove nothing any more. */
  | { readonly kind: 'weak'; readonly algorithms: readonly ChecksumAlgorithm[] }
  /** Two digests of one algorithm for one name. */
  | { readonly kind: 'conflict'; readonly name: string };

const strongestFirst: readonly DigestAlgorithm[] = ['sha512', 'blake2b512', 'sha384', 'sha256'];

/**
 * The strongest digest of `fileName`, or of the first of `aliases` that the file names (the dated
 * name that `latest` stands for). A path in the file counts by its last part where the whole is
 * not the name asked for. A file of nothing but bare digests speaks of whatever it lies beside.
 */
export function findDigest(
  lines: readonly ChecksumLine[],
  fileName: string,
  options: { readonly aliases?: readonly string[] } = {},
): DigestFinding {
  for (const name of [fileName, ...(options.aliases ?? [])]) {
    const own = linesOf(lines, name);
    if (own.length > 0) return judge(own, name);
  }
  const bare = lines.every((line) => line.name === undefined);
  return bare && lines.length > 0 ? judge(lines, fileName) : { kind: 'missing' };
}

function linesOf(lines: readonly ChecksumLine[], name: string): readonly ChecksumLine[] {
  const exact = lines.filter((line) => line.name === name);
  return exact.length > 0 ? exact : lines.filter((line) => line.name?.endsWith(`/${name}`));
}

function judge(lines: readonly ChecksumLine[], name: string): DigestFinding {
  const digests = new Map<ChecksumAlgorithm, string>();
  for (const { algorithm, hex } of lines) {
    if ((digests.get(algorithm) ?? hex) !== hex) return { kind: 'conflict', name };
    digests.set(algorithm, hex);
  }
  for (const algorithm of strongestFirst) {
    const hex = digests.get(algorithm);
    if (hex) return { kind: 'found', digest: { algorithm, hex }, name };
  }
  return { kind: 'weak', algorithms: [...digests.keys()] };
}
