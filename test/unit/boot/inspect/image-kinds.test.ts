import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectImage } from '../../../../src/boot/inspect/inspect-image.ts';
import { inspectTree } from '../../../../src/boot/inspect/inspect-tree.ts';
import { WebbootError } from '../../../../src/errors.ts';
import { writePartitionTable } from '../../../../src/formats/gpt/write.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { makeIso, scratchDirectory } from '../../../helpers/isos.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let iso: Uint8Array;
beforeAll(async () => {
  scratch = await scratchDirectory();
  const path = await makeIso(scratch.path, {
    tool: 'xorriso',
    name: 'live',
    options: ['-R', '-V', 'LIVE'],
    spec: {
      'boot/grub/grub.cfg': 'menuentry Live { linux /k/kernel\n initrd /z/initrd }\n',
      'k/kernel': tinyBzimage(),
      'z/initrd': Buffer.alloc(3 << 20, 'initrd'),
    },
  });
  iso = new Uint8Array(await readFile(path));
});
afterAll(() => scratch.remove());

async function refusal(bytes: Uint8Array): Promise<string> {
  try {
    await inspectImage(memoryAccess(bytes));
    return 'taken';
  } catch (error) {
    if (!(error instanceof WebbootError)) throw error;
    return `${error.code}: ${error.message} ${error.remedy}`;
  }
}

function gptDisk(): Uint8Array {
  const id = '01234567-89ab-8def-8123-456789abcdef';
  const partition = { type: id, id, firstSector: 64, lastSector: 99, attributes: 0n, name: 'x' };
  const { head, tail } = writePartitionTable({
    diskId: id,
    diskSectors: 200,
    partitions: [partition],
  });
  const disk = new Uint8Array(200 * 512);
  disk.set(head);
  disk.set(tail, disk.length - tail.length);
  return disk;
}

describe('an ISO image in a zip', () => {
  it('is looked into, and refused before the download with what to do', async () => {
    const folder = await scratchDirectory();
    try {
      await writeFile(join(folder.path, 'live.iso'), iso);
      await execa('7z', ['a', '-tzip', 'live.zip', 'live.iso'], { cwd: folder.path });
      const zip = new Uint8Array(await readFile(join(folder.path, 'live.zip')));
      const { image, entries, problems } = await inspectImage(memoryAccess(zip));
      expect(image.kind).toBe('iso9660-in-zip');
      expect(entries.map(({ title }) => title)).toEqual(['Live']);
      expect(problems).toContainEqual(
        expect.objectContaining({ severity: 'blocker', code: 'unsupported-image' }),
      );
    } finally {
      await folder.remove();
    }
  });
});

describe('a file that is no ISO image', () => {
  it('is named with a remedy where a tool packed an ISO', async () => {
    const xz = await execa('xz', ['-0', '-c'], { input: iso, encoding: 'buffer' });
    expect(await refusal(new Uint8Array(xz.stdout))).toBe(
      'not-an-iso: This is a file that xz packed, not an ISO image. Unpack it (xz -d FILE) and give the ISO image that is in it.',
    );
    expect(await refusal(gzipSync(iso))).toContain('gzip -d FILE');
    expect(await refusal(zstdCompressSync(iso))).toContain('zstd -d FILE');
  });

  it.each([
    ['a raw disk image', gptDisk, 'a raw disk image (GPT, 1 partition)'],
    ['a web page', () => Buffer.from('\n<!DOCTYPE html><title>x</title>'), 'a web page'],
    ['a kernel', tinyBzimage, 'a Linux kernel'],
    ['nothing', () => new Uint8Array(), 'an empty file'],
    ['zeros', () => new Uint8Array(9000), 'a file that begins with zeros'],
    [
      'a qcow2',
      () => Buffer.from('QFI\xfb and more', 'latin1'),
      "a virtual machine's disk (qcow2)",
    ],
  ])('is named where it is %s', async (_name, bytes, what) => {
    expect(await refusal(bytes())).toContain(`not-an-iso: This is ${what}, not an ISO image.`);
  });

  it('stays what its format calls it where nobody knows', async () => {
    const noise = deflateRawSync(Buffer.alloc(100_000, 'no image at all'));
    await expect(inspectImage(memoryAccess(noise))).rejects.toThrow('not an ISO 9660 image');
  });
});

describe('an image that is cut off', () => {
  it('is a blocker, with the files that are lost', async () => {
    const facts = await inspectImage(memoryAccess(iso.subarray(0, iso.length - (2 << 20))));
    expect(facts.problems[0]).toMatchObject({
      severity: 'blocker',
      code: 'damaged-image',
      text: `The image is cut off: it has ${iso.length - (2 << 20)} of ${iso.length} bytes.`,
    });
    expect(facts.entries[0]?.problem?.text).toContain(
      "the initrd /z/initrd, which cannot be read: initrd reaches past the image's end",
    );
  });

  it('is none where only padding lacks', async () => {
    const facts = await inspectImage(memoryAccess(iso.subarray(0, iso.length - 2048)));
    expect(facts.problems.map(({ code }) => code)).not.toContain('damaged-image');
  });
});

describe('an image of another system', () => {
  it.each([
    ['Windows', { '/sources/boot.wim': 'x', '/bootmgr': 'x' }],
    ['FreeBSD', { '/boot/kernel/kernel': 'x' }],
    ['OpenBSD', { '/7.6/amd64/bsd.rd': 'x', '/etc/boot.conf': 'x' }],
    ['NetBSD', { '/netbsd': 'x' }],
  ])('is named: %s', async (name, files) => {
    const image = { size: 1, volumeId: 'X', kind: 'iso9660' } as const;
    const { problems } = await inspectTree(memoryTree(files), image);
    expect(problems).toMatchObject([
      {
        severity: 'blocker',
        code: 'no-entries',
        text: expect.stringContaining(`image of ${name}:`),
      },
    ]);
  });

  it('is told by what its menu starts where it is not known', async () => {
    const tree = memoryTree({
      '/boot/grub/grub.cfg': 'menuentry "Xen" { multiboot2 /boot/xen.gz }\n',
    });
    const image = { size: 1, volumeId: 'X', kind: 'iso9660' } as const;
    const { problems } = await inspectTree(tree, image);
    expect(problems[0]?.text).toContain('“Xen”: It starts the Xen hypervisor (/boot/xen.gz)');
  });
});
