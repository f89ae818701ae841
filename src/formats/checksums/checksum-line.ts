import { withoutTrailing } from '../../core/text-scan.ts';
import { textLines } from '../text-lines.ts';

/** Digest algorithms that checksum files name; more than may be believed. */
export type ChecksumAlgorithm =
  | 'md5'
  | 'sha1'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'blake2b512';

/** One digest of a checksum file. */
export interface ChecksumLine {
  readonly algorithm: ChecksumAlgorithm;
  /** Lower-case hexadecimal. */
  readonly hex: string;
  /** As written, without a leading `./`; absent where the line holds nothing but the digest. */
  readonly name?: string;
}

const lengths: Readonly<Record<ChecksumAlgorithm, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  blake2b512: 128,
};

/** What a digest of so many digits is when nothing else says: `sha512sum` is commoner than `b2sum`. */
const byLength = new Map<number, ChecksumAlgorithm>(
  (['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const).map((algorithm) => [
    lengths[algorithm],
    algorithm,
  ]),
);

const bsdLine = /^([A-Za-z0-9-]+) ?\((.+)\) ?= ?([0-9a-fA-F]+)$/;
const gnuLine = /^(\\?)([0-9a-fA-F]+)(.*)$/s;
const algorithmWord =
  /(?:^|[^A-Za-z0-9])(MD5|SHA-?(?:1|224|256|384|512)|BLAKE2B)(?:SUMS?)?(?![A-Za-z0-9])/gi;

/**
 * The digests of a checksum file: GNU coreutils' `HEX  file` and `HEX *file` (a leading backslash
 * marks an escaped name), BSD's `SHA256 (file) = HEX`, or a bare `HEX`. A line that names one
 * algorithm and holds no digest (`### SHA256SUMS:`, `# BLAKE2B HASH`) opens a section; elsewhere
 * the digest's length tells the algorithm. Other lines are skipped: comments, sizes, an error page.
 * Only LF ends a line, as in what OpenPGP signs; trailing blanks, tabs and CR are not part of one.
 * Nothing else is taken off: a name may end with any other space. A bare digest counts as the only
 * line of its file; beside others nothing tells what it belongs to.
 *
 * @param options.algorithm what digests of its length are as long as no heading says otherwise.
 * Throws FormatError 'checksums' for a line of over 4096 characters, and for over 50,000 lines.
 */
export function parseChecksums(
  text: string,
  options: { readonly algorithm?: ChecksumAlgorithm } = {},
): readonly ChecksumLine[] {
  const found: ChecksumLine[] = [];
  let section = options.algorithm;
  let count = 0;
  for (const raw of textLines(text, { format: 'checksums' })) {
    const line = withoutTrailing(raw, ' \t\r').replace(/^[ \t]+/, '');
    if (line === '') continue;
    count += 1;
    const parsed = parseLine(line, section);
    if (parsed) found.push(parsed);
    else section = parseSection(line) ?? section;
  }
  return count === 1 ? found : found.filter(({ name }) => name !== undefined);
}

function parseLine(line: string, section: ChecksumAlgorithm | undefined): ChecksumLine | undefined {
  const bsd = bsdLine.exec(line);
  if (bsd) {
    const [, tag = '', name = '', hex = ''] = bsd;
    const algorithm = parseAlgorithm(tag);
    if (!algorithm || lengths[algorithm] !== hex.length) return undefined;
    return { algorithm, hex: hex.toLowerCase(), name: withoutDot(name) };
  }
  const [, escaped = '', hex = '', rest = ''] = gnuLine.exec(line) ?? [];
  const algorithm = section && lengths[section] === hex.length ? section : byLength.get(hex.length);
  if (!algorithm) return undefined;
  const digest = { algorithm, hex: hex.toLowerCase() };
  if (rest === '') return escaped === '' ? digest : undefined;
  const name = nameBehind(rest);
  if (name === '') return undefined;
  return { ...digest, name: withoutDot(escaped === '' ? name : unescapeName(name)) };
}

/** Behind a blank and coreutils' mark of text or binary, or behind blanks as others write them. */
function nameBehind(rest: string): string {
  if (rest.length > 2 && (rest.startsWith('  ') || rest.startsWith(' *'))) return rest.slice(2);
  return /^[ \t]/.test(rest) ? rest.replace(/^[ \t]+/, '') : '';
}

function parseSection(line: string): ChecksumAlgorithm | undefined {
  const named = new Set(
    [...line.matchAll(algorithmWord)].map(([, word = '']) => parseAlgorithm(word)),
  );
  const [only] = named;
  return named.size === 1 ? only : undefined;
}

function parseAlgorithm(word: string): ChecksumAlgorithm | undefined {
  const plain = word.toLowerCase().replace('-', '');
  if (plain === 'blake2b' || plain === 'blake2b512') return 'blake2b512';
  return plain in lengths ? (plain as ChecksumAlgorithm) : undefined;
}

function unescapeName(name: string): string {
  return name.replace(/\\([\\nr])/g, (_, letter: string) =>
    letter === 'n' ? '\n' : letter === 'r' ? '\r' : '\\',
  );
}

function withoutDot(name: string): string {
  return name.startsWith('./') ? name.slice(2) : name;
}
