import { access, mkdir, mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { tailSectors } from '../../../src/formats/gpt/partition-table.ts';
import { writePartitionTable } from '../../../src/formats/gpt/write.ts';
import { createOwnStick } from '../../../src/linux/own-stick.ts';
import { stickMountPoint } from '../../../src/linux/stick.ts';

const id = '01234567-89ab-8def-8123-456789abcdef';
const mebibyte = 2 ** 20;

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-own-stick-'));
});
afterEach(async () => {
  await execa('umount', [stickMountPoint], { reject: false });
  await rmdir(stickMountPoint).catch(() => {});
  await rm(work, { recursive: true });
});

/**
 * A disk that one partition of 16 MiB with these files fills. The partition is told to the kernel
 * by addpart, as not every host's kernel reads such tables; a stick that grows is QEMU's part.
 */
async function disk(files: Readonly<Record<string, string>>, { skip }: TestContext) {
  const [image, part, tree] = ['disk', 'part', 'tree'].map((name) => join(work, name));
  for (const [path, text] of Object.entries({ 'Images/x': '', ...files })) {
    await mkdir(join(tree ?? '', path, '..'), { recursive: true });
    await writeFile(join(tree ?? '', path), text);
  }
  await execa('mke2fs', ['-q', '-t', 'ext4', '-d', tree ?? '', part ?? '', '16M']);
  const [firstSector, lastSector] = [2048, 2048 + (16 * mebibyte) / 512 - 1];
  const partition = { type: id, id, firstSector, lastSector, attributes: 0n, name: 'data' };
  const diskSectors = lastSector + 1 + tailSectors;
  const { head, tail } = writePartitionTable({ diskId: id, diskSectors, partitions: [partition] });
  const bytes = Buffer.alloc(diskSectors * 512);
  bytes.set(head);
  bytes.set(await readFile(part ?? ''), mebibyte);
  bytes.set(tail, bytes.length - tail.length);
  await writeFile(image ?? '', bytes);
  const attached = await execa('losetup', ['--find', '--show', image ?? ''], {
    reject: false,
  });
  if (attached.exitCode !== 0) {
    skip(`no loop device to be had: ${attached.stderr}`);
    throw new Error('unreachable');
  }
  const device = attached.stdout;
  await execa('addpart', [device, '1', String(firstSector), String(lastSector - firstSector + 1)]);
  return {
    device,
    [Symbol.asyncDispose]: async () => {
      await execa('umount', [stickMountPoint], { reject: false });
      await execa('delpart', [device, '1'], { reject: false });
      await execa('losetup', ['--detach', device]);
    },
  };
}

describe('the stick that webboot came from', () => {
  it('is found by its identifier, and mounted to be written to', async (context) => {
    await using attached = await disk({ 'webboot.json': '{}' }, context);
    const stick = createOwnStick(id, { list: async () => ['/dev/null', attached.device] });
    expect(await stick.wait(1_000)).toBe(`${attached.device}p1`);
    const mounts = await readFile('/proc/self/mounts', 'utf8');
    const options = new RegExp(`^${attached.device}p1 \\S+ ext4 (\\S+)`, 'm').exec(mounts)?.[1];
    const guards = ['nosuid', 'nodev', 'noexec', 'nosymfollow'];
    expect(options?.split(',')).toEqual(expect.arrayContaining(guards));
    expect(await readFile(`${stickMountPoint}/webboot.json`, 'utf8')).toBe('{}');
    await writeFile(`${stickMountPoint}/log`, 'kept');
    expect(await stick.look()).toBe(`${attached.device}p1`);
    expect(await createOwnStick(id, { list: async () => [] }).look()).toBe(`${attached.device}p1`);
  });

  it('is let go of once its device is gone', async (context) => {
    await using attached = await disk({}, context);
    const stick = createOwnStick(id, { list: async () => [attached.device] });
    await stick.look();
    await execa('umount', [stickMountPoint]);
    await execa('mount', ['-t', 'tmpfs', '/dev/gone', stickMountPoint]);
    const next = createOwnStick(id, { list: async () => [] });
    expect(await next.look()).toBeUndefined();
    await expect(access(stickMountPoint)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('loses what a power cut left of a copy, and nothing else', async (context) => {
    const files = { 'Images/a.iso': 'a', 'Images/b.iso.part': 'half', 'Images/a.iso.sig': 's' };
    await using attached = await disk(files, context);
    await createOwnStick(id, { list: async () => [attached.device] }).look();
    const names = await readdir(`${stickMountPoint}/Images`);
    expect(names.toSorted()).toEqual(['a.iso', 'a.iso.sig', 'x']);
  });

  it('is nothing that another identifier is on, and is waited for only so long', async (context) => {
    await using attached = await disk({}, context);
    const other = createOwnStick(id.replace('0', 'f'), {
      list: async () => [attached.device, '/dev/null'],
    });
    expect(await other.wait(300)).toBeUndefined();
    await expect(access(stickMountPoint)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is found when it comes, and told once when it cannot be mounted', async (context) => {
    await using attached = await disk({}, context);
    await execa('dd', [
      'if=/dev/zero',
      `of=${attached.device}p1`,
      'bs=1M',
      'count=4',
      'oflag=direct',
    ]);
    let disks: readonly string[] = [];
    const stick = createOwnStick(id, { list: async () => disks });
    expect(await stick.look()).toBeUndefined();
    disks = [attached.device];
    await expect(stick.look()).rejects.toMatchObject({ code: 'mount-failed' });
    expect(await stick.look()).toBeUndefined();
  });
});
