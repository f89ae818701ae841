import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { tailSectors } from '../../../src/formats/gpt/partition-table.ts';
import { writePartitionTable } from '../../../src/formats/gpt/write.ts';
import { createOwnStick } from '../../../src/linux/own-stick.ts';

const id = '01234567-89ab-8def-8123-456789abcdef';
const espType = 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b';
const mebibyte = 2 ** 20;

let work: string;
/** Not webboot's own: another run of these tests may use that. */
let stickMountPoint: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-own-stick-'));
  stickMountPoint = join(work, 'mounted');
});
afterEach(async () => {
  await execa('umount', [stickMountPoint], { reject: false });
  await rm(work, { recursive: true });
});

const ownStick = (
  mark: Parameters<typeof createOwnStick>[0],
  options: Parameters<typeof createOwnStick>[1],
) => createOwnStick(mark, { mountPoint: stickMountPoint, ...options });

/**
 * A disk that one partition of 16 MiB with these files fills. The partition is told to the kernel
 * by addpart, as not every host's kernel reads such tables; a stick that grows is QEMU's part.
 */
async function disk(files: Readonly<Record<string, string>>, { skip }: TestContext, number = 1) {
  const [image, part, tree] = ['disk', 'part', 'tree'].map((name) => join(work, name + number));
  for (const [path, text] of Object.entries({ 'Images/x': '', ...files })) {
    await mkdir(join(tree ?? '', path, '..'), { recursive: true });
    await writeFile(join(tree ?? '', path), text);
  }
  await execa('mke2fs', ['-q', '-t', 'ext4', '-d', tree ?? '', part ?? '', '16M']);
  const [firstSector, lastSector] = [2048, 2048 + (16 * mebibyte) / 512 - 1];
  const partition = { type: id, id, firstSector, lastSector, attributes: 0n, name: 'data' };
  const esp = { ...partition, type: espType, id: `${id.slice(0, -1)}0` };
  const partitions = [partition, { ...esp, firstSector: 40, lastSector: 47 }];
  const diskSectors = lastSector + 1 + tailSectors;
  const { head, tail } = writePartitionTable({ diskId: id, diskSectors, partitions });
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
      await execa('losetup', ['--detach', device], { reject: false });
    },
  };
}

describe('the stick that webboot came from', () => {
  it('is found by its identifier, and mounted to be written to', async (context) => {
    await using attached = await disk({ 'webboot.json': '{}' }, context);
    const stick = ownStick(
      { id, keyless: true },
      { list: async () => ['/dev/null', attached.device] },
    );
    expect(await stick.wait(1_000)).toBe(`${attached.device}p1`);
    const mounts = await readFile('/proc/self/mounts', 'utf8');
    const options = new RegExp(`^${attached.device}p1 \\S+ ext4 (\\S+)`, 'm').exec(mounts)?.[1];
    const guards = ['nosuid', 'nodev', 'noexec', 'nosymfollow'];
    expect(options?.split(',')).toEqual(expect.arrayContaining(guards));
    expect(await readFile(`${stickMountPoint}/webboot.json`, 'utf8')).toBe('{}');
    await writeFile(`${stickMountPoint}/log`, 'kept');
    expect(await stick.look()).toBe(`${attached.device}p1`);
    expect(await ownStick({ id, keyless: true }, { list: async () => [] }).look()).toBe(
      `${attached.device}p1`,
    );
  });

  it('is let go of once its device is gone', async (context) => {
    await using attached = await disk({}, context);
    const stick = ownStick({ id, keyless: true }, { list: async () => [attached.device] });
    await stick.look();
    await execa('umount', [stickMountPoint]);
    await execa('mount', ['-t', 'tmpfs', '/dev/gone', stickMountPoint]);
    const next = ownStick({ id, keyless: true }, { list: async () => [] });
    expect(await next.look()).toBeUndefined();
    await expect(access(stickMountPoint)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('loses what a power cut left of a copy, and nothing else', async (context) => {
    const files = { 'Images/a.iso': 'a', 'Images/b.iso.part': 'half', 'Images/a.iso.sig': 's' };
    await using attached = await disk(files, context);
    await ownStick({ id, keyless: true }, { list: async () => [attached.device] }).look();
    const names = await readdir(`${stickMountPoint}/Images`);
    expect(names.toSorted()).toEqual(['a.iso', 'a.iso.sig', 'x']);
  });

  it('is nothing that another identifier is on, and is waited for only so long', async (context) => {
    await using attached = await disk({}, context);
    const other = ownStick(
      { id: id.replace('0', 'f'), keyless: true },
      {
        list: async () => [attached.device, '/dev/null'],
      },
    );
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
    const stick = ownStick({ id, keyless: true }, { list: async () => disks });
    expect(await stick.look()).toBeUndefined();
    disks = [attached.device];
    await expect(stick.look()).rejects.toMatchObject({ code: 'mount-failed' });
    expect(await stick.look()).toBeUndefined();
  });
});

describe('of two sticks of one image', () => {
  /** What lies on the partitions that GRUB reads; undefined for one that cannot be written to. */
  const keyStore = (stored: Record<string, string | undefined>) => ({
    stored,
    read: async (device: string) => stored[device],
    write: async (device: string, key: string) => {
      stored[device] = key;
      return true;
    },
  });
  const settingsThere = () => readFile(`${stickMountPoint}/webboot.json`, 'utf8');

  it('only the one whose key was handed over counts, whichever comes first', async (context) => {
    await using other = await disk({ 'webboot.json': 'of another' }, context, 1);
    await using own = await disk({ 'webboot.json': 'own' }, context, 2);
    const keys = keyStore({ [`${own.device}p2`]: 'b7', [`${other.device}p2`]: 'a1' });
    let disks = [other.device];
    const stick = ownStick({ id, key: 'b7', keyless: false }, { list: async () => disks, keys });
    expect(await stick.look()).toBeUndefined();
    disks = [other.device, own.device];
    expect(await stick.look()).toBe(`${own.device}p1`);
    expect(await settingsThere()).toBe('own');
  });

  it('one that was never started does not count for one that was', async (context) => {
    await using fresh = await disk({}, context);
    const options = { list: async () => [fresh.device], keys: keyStore({}) };
    expect(await ownStick({ id, key: 'b7', keyless: false }, options).look()).toBeUndefined();
  });

  it('one that was started counts for none that is new', async (context) => {
    await using used = await disk({}, context);
    const keys = keyStore({ [`${used.device}p2`]: 'a1' });
    const options = { list: async () => [used.device], keys };
    expect(await ownStick({ id, keyless: false }, options).look()).toBeUndefined();
  });

  it('neither counts while both are new, which is told once', async (context) => {
    await using one = await disk({}, context, 1);
    await using two = await disk({}, context, 2);
    const keys = keyStore({});
    const options = { list: async () => [one.device, two.device], keys };
    const stick = ownStick({ id, keyless: false }, options);
    await expect(stick.look()).rejects.toMatchObject({
      code: 'mount-failed',
      message: expect.stringContaining('copies of the same new stick'),
    });
    expect(await stick.look()).toBeUndefined();
    expect(keys.stored).toEqual({});
  });

  it('the first start gives a key of its own, by which a copy that comes later is another', async (context) => {
    await using first = await disk({}, context, 1);
    await using copy = await disk({}, context, 2);
    const keys = keyStore({});
    let disks = [first.device];
    const stick = ownStick({ id, keyless: false }, { list: async () => disks, keys });
    expect(await stick.look()).toBe(`${first.device}p1`);
    expect(keys.stored[`${first.device}p2`]).toMatch(/^[0-9a-f]{32}$/);
    await first[Symbol.asyncDispose]();
    disks = [copy.device];
    expect(await stick.look()).toBeUndefined();
    expect(keys.stored[`${copy.device}p2`]).toBeUndefined();
  });
});
