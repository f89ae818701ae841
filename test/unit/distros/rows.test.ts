import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/boot/catalogue/summary.ts';
import { locationText } from '../../../src/core/image/image-location.ts';
import type { ImageSource } from '../../../src/core/image/image-source.ts';
import {
  type Distro,
  type DistroFile,
  parseDistro,
} from '../../../src/formats/catalogue/distro.ts';
import { readRowFiles } from '../../../src/linux/catalogue-files.ts';
import { offersOf, resolveOffer } from '../../../tools/catalogue/resolve-rows.ts';
import { isSchemaFresh } from '../../../tools/catalogue/schema.ts';
import { storedAnswers } from '../../../tools/catalogue/stored-answers.ts';
import { documentWithTable } from '../../../tools/catalogue/table.ts';
import { projectDirectory } from '../../../tools/shared/paths.ts';

const directory = join(projectDirectory, 'distros');
const files = await readRowFiles(directory);
const rows = files.map(({ text }) => parseDistro(text));
const pins: readonly { readonly file: string; readonly fingerprint: string }[] = JSON.parse(
  readFileSync(join(directory, 'keys/index.json'), 'utf8'),
);

/** The servers that the rows ask, with lists in the form of the real ones. */
const network = storedAnswers();

/** Every image that can be had; those that cannot are looked at by a test of their own. */
async function allSources(): Promise<readonly ImageSource[]> {
  const sources: ImageSource[] = [];
  for (const offered of offersOf(rows)) {
    if (offered.variant.unavailable !== undefined) continue;
    sources.push(await resolveOffer(offered, rows, network));
  }
  return sources;
}

type VariantFile = DistroFile['variants'][number];

/** A row of the catalogue with other variants. */
function rowOf(id: string, change: (variant: VariantFile) => VariantFile): Distro {
  const text = files.find(({ name }) => name === `${id}.json`)?.text ?? '';
  const row: DistroFile = JSON.parse(text);
  return parseDistro(JSON.stringify({ ...row, variants: row.variants.map(change) }));
}

describe('the catalogue', () => {
  it('names each file after its row, and no two rows alike', () => {
    expect(files.map(({ name }) => name)).toEqual(rows.map(({ id }) => `${id}.json`));
  });

  it('knows the least signing day where a signature covers the image, which names no version', () => {
    const undated = rows.flatMap((row) =>
      row.variants
        .filter(
          ({ trust = row.trust, least = row.least }) =>
            trust?.kind === 'signed-image' && least?.signed === undefined,
        )
        .map(({ id }) => `${row.id}/${id}`),
    );
    // A server could offer an image of years ago under a name of its own making.
    expect(undated).toEqual([]);
  });

  it('has a schema for editors that is the one webboot checks by', async () => {
    expect(await isSchemaFresh(), 'npm run catalogue -- schema').toBe(true);
    for (const { text } of files) expect(JSON.parse(text).$schema).toBe('./schema.json');
  });

  it('leads each variant to the images and signatures that were reviewed', async () => {
    const lines = (await allSources()).map(describeSource);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
      '../../fixtures/catalogue/sources.txt',
    );
  });

  it('pins nothing but keys that it ships, by their own fingerprints', async () => {
    for (const { policy, id } of await allSources()) {
      if (!('keys' in policy)) continue;
      expect(policy.keys, id).not.toEqual([]);
    }
    for (const { file, fingerprint } of rows.flatMap(pinsOf)) {
      expect(pins).toContainEqual(expect.objectContaining({ file, fingerprint }));
      expect(existsSync(join(directory, 'keys', file)), file).toBe(true);
    }
  });

  it.each(['fedora', 'almalinux', 'rocky', 'void'])('binds each key of %s to a release', (id) => {
    const row = rows.find((candidate) => candidate.id === id);
    const bound = row === undefined ? [] : trustsOf(row).flatMap(({ keys }) => keys);
    expect(bound.length).toBeGreaterThan(0);
    for (const { releases } of bound) expect(releases).toHaveLength(1);
  });

  it.each(['tinycore', 'nixos', 'parrot', 'proxmox'])('does not offer %s as signed', (id) => {
    const row = rows.find((candidate) => candidate.id === id);
    expect(row).toMatchObject({ trust: { kind: 'none' } });
    expect(row === undefined ? 'absent' : trustsOf(row)).toEqual([]);
  });

  it('has 35 rows or more, of which most are signed', () => {
    expect(rows.length).toBeGreaterThanOrEqual(35);
    const signed = rows.filter((row) => summarise(row).trust === 'signed');
    expect(signed.length).toBeGreaterThanOrEqual(27);
  });

  it('names the one open fact of each row that is not confirmed, and what would settle it', () => {
    for (const { id, notes } of rows.filter(({ confirmed }) => !confirmed)) {
      expect(notes, id).toMatch(/^Open: .+\. .+ settles? it\./);
    }
  });

  it('says where each pinned digest is stated', () => {
    const pinned = rows
      .flatMap((row) => [row, ...row.variants])
      .flatMap(({ trust }) => (trust?.kind === 'pinned-digest' ? trust : []));
    expect(pinned.length).toBeGreaterThan(0);
    for (const { source } of pinned) expect(source).toBeDefined();
  });

  it('says of an image that cannot be had why, and what can be had instead', async () => {
    const gone = { unavailable: 'there is nothing to download' };
    const row = rowOf('kali', (variant) =>
      variant.id === 'live' ? { ...variant, ...gone } : variant,
    );
    const [offered] = offersOf([row]).filter(({ variant }) => variant.unavailable !== undefined);
    if (offered === undefined) throw new Error('it can be had');
    await expect(resolveOffer(offered, [row], network)).rejects.toMatchObject({
      code: 'version-not-found',
      message: expect.stringContaining('nothing to download'),
      remedy: expect.stringContaining('kali/installer'),
    });
    const shown = summarise(row).variants.find(({ id }) => id === 'kali/live');
    expect(shown?.unavailableBecause).toBe('there is nothing to download');
  });

  it('has an image that is given out by BitTorrent alone, by its torrent', async () => {
    const [offered] = offersOf(rows).filter(({ variant }) => variant.torrentOnly);
    if (offered === undefined) throw new Error('there is none');
    const { location, fileName, policy } = await resolveOffer(offered, rows, network);
    expect(location).toEqual({
      kind: 'torrent',
      torrents: [`https://cdimage.kali.org/kali-2026.2/${fileName}.torrent`],
      fileName,
    });
    expect(policy.kind).toBe('signed-checksums');
  });

  it('has no image by a torrent alone for which nobody vouches', () => {
    const unsigned = { trust: { kind: 'none', reason: 'nobody signs it' } } as const;
    expect(() =>
      rowOf('kali', (variant) => (variant.id === 'live' ? { ...variant, ...unsigned } : variant)),
    ).toThrow('a signer or a digest');
  });

  it('offers nothing that is older than what webboot knows of', async () => {
    for (const { id, notes = [] } of await allSources()) {
      expect(notes.join(), id).not.toContain('older');
    }
  });

  it('is described by a table that the check has made', async () => {
    const text = readFileSync(join(projectDirectory, 'docs/catalogue.md'), 'utf8');
    expect(text, 'npm run catalogue -- table').toBe(await documentWithTable());
  });
});

function describeSource({ id, arch, version, location, policy }: ImageSource): string {
  const lines = [`${id} ${arch} ${version}`, `  ${locationText(location)}`];
  const { checksums, signature } = { checksums: undefined, signature: undefined, ...policy };
  for (const file of [checksums, signature]) if (file) lines.push(`  ${locationText(file)}`);
  if ('keys' in policy) lines.push(`  ${policy.keys.map(({ key }) => key).join(' ')}`);
  else lines.push(`  ${policy.kind}`);
  return lines.join('\n');
}

function trustsOf(row: Distro) {
  return [row, ...row.variants].flatMap(({ trust }) =>
    trust !== undefined && 'keys' in trust ? trust : [],
  );
}

function pinsOf(row: Distro) {
  return trustsOf(row).flatMap(({ keys }) =>
    keys.map(({ key, fingerprint }) => ({ file: key, fingerprint })),
  );
}
