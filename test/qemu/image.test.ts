import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModuleInfo } from '../../src/formats/modules/module-info.ts';
import { fileDigest } from '../../tools/bundle/inputs.ts';
import { buildImage } from '../../tools/image/build.ts';
import type { ImageManifest } from '../../tools/image/manifest.ts';
import { defaultOptions } from '../../tools/image/options.ts';
import { writeSquashfs } from '../../tools/image/usr-image.ts';

/** What the initramfs for virtual machines may weigh with zstd. */
const budget = 30_000_000;

let work = '';
let manifest: ImageManifest;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-image-test-'));
  manifest = await buildImage({ ...defaultOptions, out: join(work, 'first') });
  // The first of the two archives, which is not compressed, ends where cpio stops.
  await execa('cpio', ['-idu', '--quiet', 'webboot/usr.squashfs'], {
    cwd: work,
    inputFile: join(work, 'first/initramfs.img'),
  });
  await execa('unsquashfs', ['-q', '-n', '-d', join(work, 'usr'), squashfs()]);
});
afterAll(() => rm(work, { recursive: true, force: true }));

const squashfs = () => join(work, 'webboot/usr.squashfs');

describe('the image for virtual machines', () => {
  test('its initramfs is within the budget', () => {
    const initramfs = manifest.files.find(({ name }) => name === 'initramfs.img');
    expect(initramfs?.bytes).toBeLessThanOrEqual(budget);
  });

  test('a second build from the same packages gives the same bytes', async () => {
    const second = await buildImage({ ...defaultOptions, out: join(work, 'second') });
    expect(second).toEqual(manifest);
    for (const { name, sha256 } of manifest.files) {
      expect(await fileDigest(join(work, 'second', name))).toBe(sha256);
    }
  });

  test('packing its /usr again gives the same bytes', async () => {
    const again = join(work, 'again.squashfs');
    await writeSquashfs(join(work, 'usr'), { file: again, compress: 'zstd' });
    expect(await fileDigest(again)).toBe(await fileDigest(squashfs()));
  });

  test("every module is for the image's kernel, and what depmod says it needs is there", async () => {
    const directory = join(work, 'usr/lib/modules', manifest.kernelVersion);
    for (const path of manifest.modules) {
      const info = readModuleInfo(await readFile(join(directory, path)));
      expect(`${path}: ${info.vermagic.split(' ')[0]}`).toBe(`${path}: ${manifest.kernelVersion}`);
    }
    const dependencies = await readFile(join(directory, 'modules.dep'), 'utf8');
    const named = new Set(dependencies.split(/[\s:]+/).filter(Boolean));
    expect([...named].toSorted()).toEqual(manifest.modules.toSorted());
  });

  test('its manifest names packages with version and digest, Node included', () => {
    const names = manifest.packages.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['busybox-static', 'kexec-tools', 'libc6', 'node']),
    );
    for (const { version, sha256, integrity } of manifest.packages) {
      expect(version).not.toBe('');
      expect(sha256 ?? integrity).toMatch(/^(?:[0-9a-f]{64}|sha512-.+)$/);
    }
  });
});
