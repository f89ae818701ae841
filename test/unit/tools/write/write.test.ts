import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Disk, listDisks, parseDisks } from '../../../../tools/write/disks.ts';
import { progressBar } from '../../../../tools/write/progress-bar.ts';
import { findRefusal } from '../../../../tools/write/refusal.ts';
import { writeVerified } from '../../../../tools/write/write-verified.ts';

const stick: Disk = {
  path: '/dev/sdb',
  bytes: 4e9,
  sectorBytes: 512,
  model: 'Stick',
  removable: true,
  readOnly: false,
  contents: [],
  mountPoints: [],
};

describe('findRefusal', () => {
  const refusal = (disk: Partial<Disk>, force = false) =>
    findRefusal({ ...stick, ...disk }, { imageBytes: 3e9, force })?.message;

  test('lets a stick be written that nobody uses', () => {
    expect(refusal({})).toBeUndefined();
  });

  test('keeps disks that are mounted or fixed, unless told otherwise', () => {
    expect(refusal({ mountPoints: ['/media/x'] })).toContain('/media/x');
    expect(refusal({ removable: false })).toContain('not removable');
    expect(refusal({ sectorBytes: 4096 })).toContain('sectors of 4096 bytes');
    expect(refusal({ sectorBytes: 4096 }, true)).toBeUndefined();
    expect(refusal({ removable: false, mountPoints: ['/media/x'] }, true)).toBeUndefined();
  });

  test("keeps the running system's disk, a protected and a small one, whatever it is told", () => {
    expect(refusal({ mountPoints: ['/boot/efi', '/'] }, true)).toContain('the running system');
    expect(refusal({ readOnly: true }, true)).toContain('write-protected');
    expect(refusal({ bytes: 2e9 }, true)).toContain('2.0 GB');
  });
});

describe('parseDisks', () => {
  test('takes partitions, and what is on them, to their disk', () => {
    const common = {
      'log-sec': 512,
      rm: false,
      ro: false,
      hotplug: true,
      tran: 'usb',
      model: 'Stick  ',
    };
    const part = { ...common, type: 'part', model: null, tran: null, mountpoints: ['/media/x'] };
    const child = { ...part, path: '/dev/sdb1', size: 1e9, label: 'DATA', fstype: 'vfat' };
    const disk = {
      ...common,
      path: '/dev/sdb',
      type: 'disk',
      size: 4e9,
      label: null,
      fstype: null,
    };
    const loop = { ...disk, path: '/dev/loop0', type: 'loop', mountpoints: [null] };
    const blockdevices = [{ ...disk, mountpoints: [null], children: [child] }, loop];
    expect(parseDisks(JSON.stringify({ blockdevices }))).toEqual([
      { ...stick, contents: ['/dev/sdb1: 1.0 GB vfat "DATA"'], mountPoints: ['/media/x'] },
    ]);
  });

  test('understands the lsblk of this host', async () => {
    for (const disk of await listDisks()) expect(disk.path).toMatch(/^\/dev\//);
  });
});

describe('writeVerified', () => {
  let work = '';
  const image = randomBytes(9_000_000);
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'webboot-write-'));
    await writeFile(join(work, 'image'), image);
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  async function device(name: string): Promise<string> {
    const file = join(work, name);
    await writeFile(file, Buffer.alloc(10_000_000, 0xee));
    return file;
  }

  test('writes the image, leaves what lies behind it, and tells both phases to their end', async () => {
    const file = await device('good');
    const ends: string[] = [];
    await writeVerified(join(work, 'image'), file, {
      flush: async () => {},
      onProgress: ({ phase, bytes, total }) => {
        if (bytes === total) ends.push(phase);
      },
    });
    const content = await readFile(file);
    expect(content.subarray(0, image.length).equals(image)).toBe(true);
    expect(content.subarray(image.length).every((byte) => byte === 0xee)).toBe(true);
    expect(ends).toEqual(['writing', 'verifying']);
  });

  test('notices a stick that gives back something else', async () => {
    const file = await device('broken');
    const breakOneByte = async () => {
      const handle = await open(file, 'r+');
      await handle.write(Buffer.from([0]), 0, 1, 5_000_000);
      await handle.write(Buffer.from([1]), 0, 1, 5_000_001);
      await handle.close();
    };
    const writing = writeVerified(join(work, 'image'), file, {
      flush: breakOneByte,
      onProgress: () => {},
    });
    await expect(writing).rejects.toMatchObject({ code: 'digest-wrong' });
  });
});

test('the progress bar tells share, speed and the time that is left', () => {
  expect(progressBar({ phase: 'writing', bytes: 20e6, total: 100e6 }, 2)).toBe(
    'writing   [######........................]  20 %  10.0 MB/s  8 s left',
  );
});
