import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSelector } from '../../../src/boot/catalogue/selection.ts';
import { locationText } from '../../../src/core/image/image-location.ts';
import type { ImageSource } from '../../../src/core/image/image-source.ts';
import { type Distro, parseDistro } from '../../../src/formats/catalogue/distro.ts';
import { readRowFiles } from '../../../src/linux/catalogue-files.ts';
import { isSchemaFresh } from '../../../tools/catalogue/schema.ts';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import {
  digestsOf,
  fixedCatalogue,
  listNetwork,
  releaseList,
} from '../../helpers/release-lists.ts';

const directory = join(projectDirectory, 'distros');
const files = await readRowFiles(directory);
const rows = files.map(({ text }) => parseDistro(text));
const catalogue = fixedCatalogue(rows);
const pins: readonly { readonly file: string; readonly fingerprint: string }[] = JSON.parse(
  readFileSync(join(directory, 'keys/index.json'), 'utf8'),
);

const series = '<a href="24.04/">24.04</a><a href="26.04/">26.04</a>';
const flavours = [
  'kubuntu',
  'xubuntu',
  'lubuntu',
  'ubuntu-mate',
  'ubuntu-budgie',
  'ubuntucinnamon',
];
const cdimage = 'https://cdimage.ubuntu.com';
const tumbleweed = 'https://download.opensuse.org/tumbleweed/iso/openSUSE-Tumbleweed';
const rocky = (arch: string) =>
  digestsOf(
    `Rocky-10.1-KDE-${arch}-20251116.0.iso`,
    `Rocky-10.1-Workstation-${arch}-20251116.0.iso`,
    `Rocky-10.1-Workstation-Lite-${arch}-20251116.0.iso`,
    `Rocky-10-KDE-${arch}-latest.iso`,
  );
const alma = (version: string) =>
  digestsOf(
    ...['GNOME', 'KDE', 'XFCE'].flatMap((desktop) => [
      `AlmaLinux-${version.split('.')[0]}-latest-x86_64-Live-${desktop}.iso`,
      `AlmaLinux-${version}-x86_64-Live-${desktop}.iso`,
    ]),
  );

/** The servers that the rows ask, with lists in the form of the real ones. */
const network = listNetwork({
  'https://archlinux.org/releng/releases/json/': releaseList('arch-releases.json'),
  'https://cdimage.debian.org/debian-cd/current-live/amd64/iso-hybrid/SHA256SUMS': digestsOf(
    ...['cinnamon', 'gnome', 'kde', 'lxde', 'lxqt', 'mate', 'standard', 'xfce'].map(
      (desktop) => `debian-live-13.6.0-amd64-${desktop}.iso`,
    ),
  ),
  'https://releases.ubuntu.com/streams/v1/com.ubuntu.releases:ubuntu.json':
    releaseList('simplestreams.json'),
  'https://releases.ubuntu.com/streams/v1/com.ubuntu.releases:ubuntu-server.json':
    releaseList('simplestreams.json'),
  [`${cdimage}/releases/`]: series,
  [`${cdimage}/releases/26.04/release/SHA256SUMS`]: digestsOf(
    'ubuntu-26.04.1-live-server-arm64.iso',
    'ubuntu-26.04.1-desktop-arm64.iso',
  ),
  ...Object.fromEntries(
    flavours.flatMap((name) => [
      [`${cdimage}/${name}/releases/`, series],
      [
        `${cdimage}/${name}/releases/26.04/release/SHA256SUMS`,
        digestsOf(`${name}-26.04.1-desktop-amd64.iso`),
      ],
    ]),
  ),
  'https://mirrors.edge.kernel.org/linuxmint/stable/': releaseList('apache.html'),
  'https://fedoraproject.org/releases.json': releaseList('fedora-releases.json'),
  ...Object.fromEntries(
    ['KDE-Live', 'GNOME-Live', 'XFCE-Live', 'Rescue-CD'].map((name) => [
      `${tumbleweed}-${name}-x86_64-Current.iso.sha256`,
      digestsOf(`openSUSE-Tumbleweed-${name}-x86_64-Snapshot20261118-Media.iso`),
    ]),
  ),
  'https://repo.almalinux.org/almalinux/10/live/x86_64/CHECKSUM': alma('10.2'),
  'https://repo.almalinux.org/almalinux/9/live/x86_64/CHECKSUM': alma('9.8'),
  'https://dl.rockylinux.org/pub/rocky/10/live/x86_64/CHECKSUM': rocky('x86_64'),
  'https://dl.rockylinux.org/pub/rocky/10/live/aarch64/CHECKSUM': rocky('aarch64'),
  'https://repo-default.voidlinux.org/live/current/sha256sum.txt': digestsOf(
    'void-live-x86_64-20250202-base.iso',
    'void-live-x86_64-20250202-xfce.iso',
    'void-live-x86_64-musl-20250202-base.iso',
    'void-live-aarch64-20250202-base.iso',
    'void-live-aarch64-20250202-xfce.iso',
    'void-live-x86_64-20270101-base.iso',
  ),
  'https://cdimage.kali.org/current/SHA256SUMS': digestsOf(
    'kali-linux-2026.2-installer-amd64.iso',
    'kali-linux-2026.2-live-amd64.iso',
  ),
  'https://gitlab.manjaro.org/web/iso-info/-/raw/master/file-info.json':
    releaseList('manjaro-file-info.json'),
  'https://mirror.alpix.eu/endeavouros/iso/': releaseList('nginx.html'),
  'https://sourceforge.net/projects/systemrescuecd/files/sysresccd-x86/':
    releaseList('sourceforge.html'),
  'https://dl-cdn.alpinelinux.org/alpine/latest-stable/releases/x86_64/latest-releases.yaml':
    releaseList('alpine-x86_64.yaml'),
  'https://dl-cdn.alpinelinux.org/alpine/latest-stable/releases/aarch64/latest-releases.yaml':
    releaseList('alpine-aarch64.yaml'),
  'https://distfiles.gentoo.org/releases/amd64/autobuilds/latest-install-amd64-minimal.txt':
    releaseList('gentoo-latest.txt'),
  'https://distfiles.gentoo.org/releases/arm64/autobuilds/latest-install-arm64-minimal.txt':
    releaseList('gentoo-latest.txt'),
  'https://distfiles.gentoo.org/releases/amd64/autobuilds/latest-livegui-amd64.txt':
    releaseList('gentoo-latest.txt'),
  'https://download.grml.org/': releaseList('nginx.html'),
  'https://clonezilla.org/downloads/stable/data/CHECKSUMS.TXT': digestsOf(
    'clonezilla-live-3.3.3-15-amd64.iso',
    'clonezilla-live-3.3.3-15-amd64.zip',
  ),
  'https://gparted.org/gparted-live/stable/CHECKSUMS.TXT': digestsOf(
    'gparted-live-1.8.1-3-amd64.iso',
  ),
  'https://tails.net/install/v2/Tails/amd64/stable/latest.json': releaseList('tails-latest.json'),
  'https://ftp.fi.muni.cz/pub/linux/slax/Slax-15.x/': releaseList('nginx.html'),
  'https://ftp.fi.muni.cz/pub/linux/slax/Slax-12.x/': releaseList('nginx.html'),
});

async function allSources(): Promise<readonly ImageSource[]> {
  const { signal } = new AbortController();
  const sources: ImageSource[] = [];
  for (const row of rows) {
    for (const { id, architectures } of row.variants) {
      for (const arch of architectures) {
        const select = createSelector({
          catalogue,
          network,
          arch,
          readLocal: async () => undefined,
        });
        sources.push(await select(`${row.id}/${id}`, { signal }));
      }
    }
  }
  return sources;
}

describe('the catalogue', () => {
  it('names each file after its row, and no two rows alike', () => {
    expect(files.map(({ name }) => name)).toEqual(rows.map(({ id }) => `${id}.json`));
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

  it.each(['tinycore', 'slax', 'nixos', 'memtest86plus'])('does not offer %s as signed', (id) => {
    const row = rows.find((candidate) => candidate.id === id);
    expect(row).toMatchObject({ trust: { kind: 'none' }, confirmed: false });
    expect(row === undefined ? 'absent' : trustsOf(row)).toEqual([]);
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
