import { FormatError } from '../../errors.ts';
import type { ChecksumAlgorithm } from './checksum-line.ts';

const algorithms: Readonly<Record<string, ChecksumAlgorithm>> = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  b2: 'blake2b512',
  blake2: 'blake2b512',
  blake2b: 'blake2b512',
  blake2b512: 'blake2b512',
};

/** Their digests are as long as those of algorithms that are handled, and would be taken for them. */
const unhandled: ReadonlySet<string> = new Set([
  ...['b3', 'blake3', 'blake2s', 'blake2bp', 'blake2sp', 'sm3', 'rmd160', 'ripemd160', 'tiger'],
  ...['sha3', 'whirlpool', 'streebog', 'gost'],
]);

/**
 * The algorithm that a checksum file's name tells (`b2sums.txt`, `SHA512SUMS`, `x.iso.b2`); undefined
 * if it tells none, or two. FormatError for one that is not handled.
 */
export function algorithmOfListName(name: string): ChecksumAlgorithm | undefined {
  const [path = ''] = name.slice(-512).split(/[?#]/, 1);
  const words = path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/sums?$/, ''));
  const other = words.find((word) => unhandled.has(word));
  if (other !== undefined)
    throw new FormatError('checksums', 0, `${other} digests are not handled`);
  const found = new Set(words.flatMap((word) => algorithms[word] ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}
