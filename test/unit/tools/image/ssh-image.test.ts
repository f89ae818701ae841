import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageDirectory } from '../../../../tools/image/build.ts';
import { defaultOptions, parseImageArguments } from '../../../../tools/image/options.ts';
import { imagePrograms } from '../../../../tools/image/packages.ts';
import { type RootfsParts, rootfsEntries } from '../../../../tools/image/rootfs.ts';

async function entriesOf(more: Partial<RootfsParts>) {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-rootfs-'));
  try {
    await writeFile(join(folder, 'init.mjs'), '');
    return await rootfsEntries({
      busybox: join(folder, 'init.mjs'),
      bundle: folder,
      earlyModules: [],
      extraFiles: [],
      texts: new Map(),
      ...more,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const packagesOf = (options: Parameters<typeof imagePrograms>[0]) =>
  new Set(imagePrograms(options).map((program) => program.package));

describe('SSH in an image', () => {
  it('is asked for by a file of keys, and lies in a folder of its own', () => {
    const options = parseImageArguments(['--ssh-keys', '/keys.pub']);
    if (options === 'help') throw new Error('help');
    expect(options.sshKeys).toBe('/keys.pub');
    expect(imageDirectory(options)).toMatch(/x86_64-cloud-ssh$/);
    expect(imageDirectory(defaultOptions)).toMatch(/x86_64-cloud$/);
  });

  it('is nothing at all unless it is asked for', async () => {
    for (const flavour of ['cloud', 'generic', 'built'] as const) {
      expect(packagesOf({ ...defaultOptions, flavour })).not.toContain('dropbear-bin');
    }
    expect(packagesOf({ ...defaultOptions, sshKeys: '/keys.pub' })).toContain('dropbear-bin');
    const plain = await entriesOf({});
    const withSsh = await entriesOf({ sshKeys: 'ssh-ed25519 AAAA\n' });
    const known = new Set(plain.map(({ path }) => path));
    expect(withSsh.map(({ path }) => path).filter((path) => !known.has(path))).toEqual([
      'root/.ssh',
      'root/.ssh/authorized_keys',
      'webboot/ssh-login.sh',
    ]);
    expect(withSsh.filter(({ path }) => known.has(path))).toEqual(plain);
  });

  it('has keys that only root can read, and a script that nobody but root can write', async () => {
    const entries = new Map(
      (await entriesOf({ sshKeys: 'x' })).map((entry) => [entry.path, entry]),
    );
    expect(entries.get('root/.ssh/authorized_keys')).toMatchObject({ mode: 0o600 });
    expect(entries.get('webboot/ssh-login.sh')).toMatchObject({ mode: 0o755 });
  });
});
