import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Span } from '../../../src/core/machine/own-files.ts';
import { ownFileBytes, readOwnFiles } from '../../../src/linux/own-files.ts';
import { makeOwnImage, ownSecrets } from '../../helpers/own-image.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'webboot-own-'));
  await makeOwnImage(join(root, 'image'));
});
afterEach(() => rm(root, { recursive: true }));

async function readWhole() {
  const files = await readOwnFiles(join(root, 'image'));
  if (files === undefined) throw new Error('none');
  const chunks: Uint8Array[] = [];
  for await (const chunk of files.chunks()) chunks.push(chunk);
  const whole = Buffer.concat(chunks);
  const cut = ({ start, bytes }: Span) => whole.subarray(start, start + bytes);
  return { ...files, whole, cut };
}

const list = (archive: Uint8Array) =>
  execFileSync('cpio', ['-it', '--quiet'], { input: archive, encoding: 'utf8' }).trim().split('\n');

test('the parts are the files themselves, and together the size that was told', async () => {
  const { whole, bytes, parts, cut } = await readWhole();
  expect(whole.length).toBe(bytes);
  expect(cut(parts.usr).equals(await readFile(join(root, 'image/webboot/usr.squashfs')))).toBe(
    true,
  );
  expect(cut(parts.kernel).equals(await readFile(join(root, 'image/webboot/vmlinuz')))).toBe(true);
  expect(ownFileBytes(join(root, 'image'))).toBe(500_004);
});

test('the initrds are archives that unpack to the image, each starting at a multiple of four bytes', async () => {
  const { parts, cut } = await readWhole();
  expect(list(cut(parts.initramfs))).toEqual(['webboot', 'webboot/usr.squashfs']);
  expect(list(cut(parts.kernelImage))).toEqual(['webboot', 'webboot/vmlinuz']);
  for (const { start } of [parts.program, parts.kernelImage]) expect(start % 4).toBe(0);
  const target = join(root, 'unpacked');
  const unpack = 'mkdir "$1" && cd "$1" && cpio -idm --quiet';
  execFileSync('sh', ['-c', unpack, 'sh', target], { input: cut(parts.program), stdio: 'pipe' });
  expect(await readFile(join(target, 'webboot/dist/main.mjs'), 'utf8')).toMatch(/^console/);
  expect(await readFile(join(target, 'etc/webboot/distros/keys/demo.asc'), 'utf8')).toBe(
    'a public key',
  );
  expect(await readlink(join(target, 'lib'))).toBe('usr/lib');
});

test('settings, secrets and whatever else a person has there are not among them', async () => {
  const { whole, parts, cut } = await readWhole();
  for (const secret of ownSecrets) expect(whole.includes(secret)).toBe(false);
  expect(
    list(cut(parts.program)).filter((path) => /cmdline|manifest|inject|json$/.test(path)),
  ).toEqual(['etc/webboot/distros/demo.json']);
});

test('a machine that does not run from the image, or has no kernel to restart, has none', async () => {
  await rm(join(root, 'image/webboot/vmlinuz'));
  expect(await readOwnFiles(join(root, 'image'))).toBeUndefined();
  expect(ownFileBytes(root)).toBeUndefined();
});
