import type { Digest, DigestAlgorithm } from '../../core/image/trust.ts';
import type { ChecksumAlgorithm, ChecksumLine } from './checksum-line.ts';

/** What a checksum file says of one file. */
export type DigestFinding =
  | { readonly kind: 'found'; readonly digest: Digest; readonly name: string }
  | { readonly kind: 'missing' }
  /** Only digests that prove nothing any more. */
  | { readonly kind: 'weak'; readonly algorithms: readonly ChecksumAlgorithm[] }
  /** Two digests of one algorithm for one name, or several paths that end in it. */
  | { readonly kind: 'conflict'; readonly name: string };

const strongestFirst: readonly DigestAlgorithm[] = ['sha512', 'blake2b512', 'sha384', 'sha256'];

/**
 * The strongest digest of `fileName`, or of the first of `aliases` that the file names (the dated
 * name that `latest` stands for). A path in the file counts by its last part where the whole is
 * not the name asked for. A file of one bare digest speaks of whatever it lies next to.
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
  const [only] = lines;
  const isBare = only !== undefined && lines.length === 1 && only.name === undefined;
  return isBare ? judge(lines, fileName) : { kind: 'missing' };
}

function linesOf(lines: readonly ChecksumLine[], name: string): readonly ChecksumLine[] {
  const exact = lines.filter((line) => line.name === name);
  return exact.length > 0 ? exact : lines.filter((line) => line.name?.endsWith(`/${name}`));
}

function judge(lines: readonly ChecksumLine[], name: string): DigestFinding {
  // Of two paths neither is the file more than the other, even where their digests differ in kind.
  const paths = new Set(lines.map((line) => line.name));
  const differs = lines.some(
    ({ algorithm, hex }) => algorithm !== lines[0]?.algorithm || hex !== lines[0]?.hex,
  );
  if (paths.size > 1 && differs) return { kind: 'conflict', name };
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
