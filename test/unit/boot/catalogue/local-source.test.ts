import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../../src/app/open-catalogue.ts';
import {
  findLocalSource,
  namesBeside,
  titleOf,
} from '../../../../src/boot/catalogue/local-source.ts';
import { remoteLocation } from '../../../../src/core/image/image-location.ts';

const { rows } = await openCatalogue();
const folder = '/run/webboot/stores/sdb1/Images';

function find(name: string, files: Readonly<Record<string, string>> = {}) {
  return findLocalSource(rows, `${folder}/${name}`, async (path) => {
    const text = files[path.slice(folder.length + 1)];
    return text === undefined ? undefined : Buffer.from(text);
  });
}

describe('an image on this machine', () => {
  const debian = 'debian-live-13.5.0-amd64-gnome.iso';
  const sums = `${'ab'.repeat(32)}  ${debian}\n`;

  it('gets the policy of the row whose name it has', async () => {
    expect(await find('Fedora-Workstation-Live-43-1.6.x86_64.iso')).toMatchObject({
      id: 'fedora/workstation',
      title: 'Fedora 43 GNOME',
      location: { kind: 'local', path: `${folder}/Fedora-Workstation-Live-43-1.6.x86_64.iso` },
      policy: { kind: 'signed-checksums', keys: [{ key: 'fedora-43.asc' }] },
    });
  });

  it('is verified by the files that were kept with it', async () => {
    const kept = { [`${debian}.SHA256SUMS`]: sums, [`${debian}.SHA256SUMS.sign`]: 'signature' };
    expect(await find(debian, { ...kept, SHA256SUMS: 'of others' })).toMatchObject({
      fileName: debian,
      policy: {
        checksums: { kind: 'local', path: `${folder}/${debian}.SHA256SUMS` },
        signature: { kind: 'local', path: `${folder}/${debian}.SHA256SUMS.sign` },
        keys: [{ key: 'debian-cd.asc' }],
      },
    });
  });

  it('is verified by the files that somebody has put beside it', async () => {
    expect(await find(debian, { SHA256SUMS: sums, 'SHA256SUMS.sign': 's' })).toMatchObject({
      policy: {
        checksums: { kind: 'local', path: `${folder}/SHA256SUMS` },
        signature: { kind: 'local', path: `${folder}/SHA256SUMS.sign` },
      },
    });
    const arch = 'archlinux-2026.10.01-x86_64.iso';
    expect(await find(arch, { [`${arch}.sig`]: 's' })).toMatchObject({
      policy: { signature: { kind: 'local', path: `${folder}/${arch}.sig` } },
    });
  });

  it.each([
    ['has no signature beside it', { SHA256SUMS: sums }],
    ['has another distro’s digests beside it', { SHA256SUMS: 'others', 'SHA256SUMS.sign': 's' }],
  ])('is verified by the net where it %s', async (_, files) => {
    const source = await find(debian, files);
    expect(source?.policy).toMatchObject({
      checksums: { kind: 'remote' },
    });
  });

  it('is known even where its name does not tell the place of its signature', async () => {
    expect(await find('kubuntu-26.04.1-desktop-amd64.iso')).toMatchObject({
      id: 'ubuntu/kubuntu',
      policy: { kind: 'signed-checksums', keys: [{ key: 'ubuntu-cdimage.asc' }] },
    });
  });

  it.each(['holiday.iso', 'debian-live-13.5.0-amd64-gnome.iso.part', 'debian.iso'])(
    'is none of the catalogue’s as %s',
    async (name) => {
      expect(await find(name)).toBeUndefined();
      expect(titleOf(rows, name)).toBe(name);
    },
  );

  it('keeps a file under a name that no other distro’s has', () => {
    expect(namesBeside('/Images/a.iso', remoteLocation(['https://x.example/1/a.iso.sig']))).toEqual(
      ['/Images/a.iso.sig'],
    );
    expect(
      namesBeside('/Images/a.iso', remoteLocation(['https://x.example/1/SHA256SUMS']))[0],
    ).toBe('/Images/a.iso.SHA256SUMS');
  });
});
