import { describe, expect, test } from 'vitest';
import { parseChecksums } from '../../../../src/formats/checksums/checksum-line.ts';
import { findDigest } from '../../../../src/formats/checksums/find-digest.ts';
import { readChecksumList } from '../../../../src/formats/checksums/read-list.ts';

const md5 = '1'.repeat(32);
const sha1 = '2'.repeat(40);
const sha256 = '3'.repeat(64);
const sha512 = '4'.repeat(128);

describe('parseChecksums', () => {
  test.each([
    ['GNU text', `${sha256}  live.iso`, { algorithm: 'sha256', hex: sha256, name: 'live.iso' }],
    ['GNU binary', `${sha512} *live.iso`, { algorithm: 'sha512', hex: sha512, name: 'live.iso' }],
    [
      'BSD',
      `SHA256 (a b (1).iso) = ${sha256}`,
      { algorithm: 'sha256', hex: sha256, name: 'a b (1).iso' },
    ],
    [
      'BSD BLAKE2b',
      `BLAKE2b (live.iso) = ${sha512}`,
      { algorithm: 'blake2b512', hex: sha512, name: 'live.iso' },
    ],
    ['bare', sha256, { algorithm: 'sha256', hex: sha256 }],
    ['with CR', `${sha1}  live.iso\r`, { algorithm: 'sha1', hex: sha1, name: 'live.iso' }],
    ['with ./', `${md5}  ./dir/live.iso`, { algorithm: 'md5', hex: md5, name: 'dir/live.iso' }],
    [
      'in capitals',
      `${'AB'.repeat(32)}  x`,
      { algorithm: 'sha256', hex: 'ab'.repeat(32), name: 'x' },
    ],
    [
      'with an escaped name',
      `\\${sha256}  a\\\\b\\nc`,
      { algorithm: 'sha256', hex: sha256, name: 'a\\b\nc' },
    ],
  ])('reads a line: %s', (_, text, line) => {
    expect(parseChecksums(`${text}\n`)).toEqual([line]);
  });

  test('lets a heading tell algorithms of one length apart', () => {
    const digests = `# BLAKE2B HASH\n${sha512}  live.iso\n# SHA512 HASH\n${sha512}  live.iso\n`;
    expect(parseChecksums(digests).map(({ algorithm }) => algorithm)).toEqual([
      'blake2b512',
      'sha512',
    ]);
  });

  test('reads sections of several algorithms', () => {
    const text = `### MD5SUMS:\n${md5}  a.iso\n### SHA1SUMS:\n${sha1}  a.iso\n### SHA256SUMS:\n${sha256}  a.iso\n`;
    const lines = parseChecksums(text);
    expect(lines.map(({ algorithm }) => algorithm)).toEqual(['md5', 'sha1', 'sha256']);
    expect(findDigest(lines, 'a.iso')).toMatchObject({
      digest: { algorithm: 'sha256', hex: sha256 },
    });
  });

  test.each([
    '# live.iso: 123 bytes',
    '<html><h1>404 Not Found</h1></html>',
    `SHA256 (live.iso) = ${md5}`,
    `${sha256.slice(1)}  live.iso`,
    `MD4 (live.iso) = ${md5}`,
    '',
  ])('skips what holds no digest: %s', (text) => {
    expect(parseChecksums(text)).toEqual([]);
  });
});

describe('readChecksumList', () => {
  const list = `${sha512}  live.iso\n`;

  test.each([
    ['b2sums.txt', 'blake2b512'],
    ['https://example.org/12.0/B2SUMS?x=sha256', 'blake2b512'],
    ['live.iso.blake2b', 'blake2b512'],
    ['SHA512SUMS', 'sha512'],
    ['CHECKSUM', 'sha512'],
  ])('takes the algorithm from the name %s where lines do not tell', (name, algorithm) => {
    expect(readChecksumList(Buffer.from(list), name)).toEqual([
      { algorithm, hex: sha512, name: 'live.iso' },
    ]);
  });

  test('believes a line or a heading more than the name of the file', () => {
    const text = `SHA512 (a) = ${sha512}\n# SHA512 HASH\n${sha512}  b\n`;
    const algorithms = readChecksumList(Buffer.from(text), 'b2sums.txt').map((l) => l.algorithm);
    expect(algorithms).toEqual(['sha512', 'sha512']);
  });

  test.each(['b3sums.txt', 'SHA3-256SUMS', 'live.iso.sm3'])(
    'refuses %s, whose digests only look like those that are handled',
    (name) => {
      expect(() => readChecksumList(Buffer.from(list), name)).toThrow(/not handled/);
    },
  );

  test.each([
    ['UTF-16, little-endian', Buffer.from(`\ufeff${list}`, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${list}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(list, 'utf16le')],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${list}`)],
  ])('reads %s', (_, bytes) => {
    expect(readChecksumList(bytes, 'SUMS')).toEqual([
      { algorithm: 'sha512', hex: sha512, name: 'live.iso' },
    ]);
  });

  test('refuses lines of over 4 KB and lists of over 50,000 lines', () => {
    const long = Buffer.from(`${sha256}  ${'a'.repeat(4096)}\n`);
    expect(() => readChecksumList(long, 'SUMS')).toThrow(/a line of 4162 characters/);
    expect(() => readChecksumList(Buffer.alloc(200_000, '\n'), 'SUMS')).toThrow(/50000 lines/);
  });
});

describe('findDigest', () => {
  const lines = (...text: string[]) => parseChecksums(text.join('\n'));

  test('takes the strongest', () => {
    const both = lines(`${sha256}  a`, `${sha512}  a`, `${md5}  a`);
    expect(findDigest(both, 'a')).toMatchObject({ digest: { algorithm: 'sha512', hex: sha512 } });
  });

  test('refuses to choose between two digests of one name', () => {
    const two = lines(`${sha256}  a`, `${'5'.repeat(64)}  a`);
    expect(findDigest(two, 'a')).toEqual({ kind: 'conflict', name: 'a' });
    const folders = lines(`${sha256}  x/a`, `${'5'.repeat(64)}  y/a`);
    expect(findDigest(folders, 'a')).toEqual({ kind: 'conflict', name: 'a' });
  });

  test('takes a repeated line as one', () => {
    expect(findDigest(lines(`${sha256}  a`, `${sha256} *a`), 'a').kind).toBe('found');
  });

  test('prefers the whole name to the last part of a path', () => {
    const both = lines(`${'5'.repeat(64)}  old/a`, `${sha256}  a`);
    expect(findDigest(both, 'a')).toMatchObject({ digest: { hex: sha256 } });
  });

  test('does not take a name that only ends alike', () => {
    expect(findDigest(lines(`${sha256}  not-a`), 'a').kind).toBe('missing');
  });

  test('looks for aliases after the name itself', () => {
    const dated = lines(`${sha256}  a-2026.iso`, `${'5'.repeat(64)}  b.iso`);
    expect(findDigest(dated, 'a.iso').kind).toBe('missing');
    expect(findDigest(dated, 'a.iso', { aliases: ['a-2026.iso'] })).toMatchObject({
      digest: { hex: sha256 },
    });
  });

  test('never counts MD5 and SHA-1', () => {
    expect(findDigest(lines(`${md5}  a`, `${sha1}  a`), 'a')).toEqual({
      kind: 'weak',
      algorithms: ['md5', 'sha1'],
    });
  });

  test('does not choose between two paths that end in the name, whatever their digests are', () => {
    const kinds = lines(`${sha512}  old/a`, `${sha256}  new/a`);
    expect(findDigest(kinds, 'a')).toEqual({ kind: 'conflict', name: 'a' });
    const same = lines(`${sha256}  old/a`, `${sha256}  new/a`);
    expect(findDigest(same, 'a')).toMatchObject({ kind: 'found', digest: { hex: sha256 } });
  });

  test.each(['\u00a0', '\ufeff', '\u2003', '\u2028', '\v', '\f', '\u0085'])(
    'compares names exactly: %j at its end makes another name',
    (space) => {
      expect(findDigest(lines(`${sha256}  a${space}`), 'a').kind).toBe('missing');
      expect(findDigest(lines(`${sha256}  ${space}a`), 'a').kind).toBe('missing');
      expect(findDigest(lines(`${sha256}${space}  a`), 'a').kind).toBe('missing');
    },
  );

  test('lets a bare digest speak for any name, but only as the only line', () => {
    expect(findDigest(lines(sha256), 'a').kind).toBe('found');
    expect(findDigest(lines(sha256, '5'.repeat(64)), 'a').kind).toBe('missing');
    expect(findDigest(lines(sha256, sha512), 'a').kind).toBe('missing');
    expect(findDigest(lines('# b.iso', sha256), 'a').kind).toBe('missing');
    expect(findDigest(lines(sha256, `${sha512}  b`), 'a').kind).toBe('missing');
  });
});
