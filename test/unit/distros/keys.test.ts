import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parsePublicKey } from '../../../src/formats/minisign/minisign.ts';
import { readCertificates } from '../../../src/verify/openpgp/packets.ts';

const directory = new URL('../../../distros/keys/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, directory));
const index: readonly {
  readonly file: string;
  readonly fingerprint: string;
  readonly userId: string;
  readonly origin: string;
}[] = JSON.parse(read('index.json').toString());

test.each(index)('$file holds the one key that the index says', async ({ file, fingerprint }) => {
  if (file.endsWith('.pub')) {
    expect(parsePublicKey(read(file).toString()).line).toBe(fingerprint);
    return;
  }
  const found = await readCertificates(read(file));
  expect(found.map((key) => key.getFingerprint().toUpperCase())).toEqual([fingerprint]);
});

test('every key file is in the index, with its origin, and in the table for people', () => {
  const files = readdirSync(directory).filter((name) => /\.(asc|pub)$/.test(name));
  expect(index.map(({ file }) => file).sort()).toEqual(files.sort());
  // The formatter pads the columns.
  const table = read('README.md').toString().replace(/ +\|/g, ' |');
  for (const { file, fingerprint, userId, origin } of index) {
    expect(table).toContain(`| \`${file}\` | \`${fingerprint}\` | ${userId} | ${origin} |`);
  }
});
