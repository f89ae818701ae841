import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { debianMirror } from '../../../../tools/debian/debian-mirror.ts';

let root = '';
const put = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'webboot-mirror-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('debianMirror', () => {
  test("the environment goes before the host's apt, which goes before debootstrap", async () => {
    await put('usr/share/debootstrap/scripts/sid', 'default_mirror http://boot.example/debian\n');
    expect(await debianMirror({ environment: {}, root })).toBe('http://boot.example/debian');
    await put(
      'etc/apt/sources.list.d/debian.sources',
      'Types: deb\nURIs: http://host.example/debian\nSuites: bookworm\nComponents: main\n',
    );
    expect(await debianMirror({ environment: {}, root })).toBe('http://host.example/debian');
    const environment = { WEBBOOT_DEBIAN_MIRROR: 'http://own.example/debian/' };
    expect(await debianMirror({ environment, root })).toBe('http://own.example/debian');
  });

  test('a host that knows no mirror is told which variable to set', async () => {
    await expect(debianMirror({ environment: {}, root })).rejects.toMatchObject({
      code: 'host-unsupported',
      remedy: expect.stringContaining('WEBBOOT_DEBIAN_MIRROR'),
    });
  });
});
