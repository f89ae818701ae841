import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guidBytes, readGuid } from '../../../../src/formats/gpt/guid.ts';
import { type PartitionTable, sectorBytes } from '../../../../src/formats/gpt/partition-table.ts';
import { readPartitionTable } from '../../../../src/formats/gpt/read.ts';
import { writePartitionTable } from '../../../../src/formats/gpt/write.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';

const diskSectors = 20_480;
const table: PartitionTable = {
  diskId: '01234567-89ab-8def-8123-456789abcdef',
  diskSectors,
  partitions: [
    {
      type: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
      id: 'aaaaaaaa-bbbb-8ccc-8ddd-eeeeeeeeeeee',
      firstSector: 2048,
      lastSector: 4095,
      attributes: 0n,
      name: 'first',
    },
    undefined,
    {
      type: '0fc63daf-8483-4772-8e79-3d69d8477de4',
      id: 'aaaaaaaa-bbbb-8ccc-8ddd-ffffffffffff',
      firstSector: 4096,
      lastSector: 8191,
      attributes: 1n << 56n,
      name: 'third',
    },
  ],
};

let work = '';
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-gpt-'));
});
afterAll(() => rm(work, { recursive: true, force: true }));

function diskBytes(): Uint8Array {
  const disk = new Uint8Array(diskSectors * sectorBytes);
  const { head, tail } = writePartitionTable(table);
  disk.set(head);
  disk.set(tail, disk.length - tail.length);
  return disk;
}

async function diskFile(name: string, bytes: Uint8Array): Promise<string> {
  const file = join(work, name);
  const handle = await open(file, 'w');
  await handle.writeFile(bytes);
  await handle.close();
  return file;
}

describe('a written partition table', () => {
  test('is what sfdisk reads, identifiers, names and gaps included', async () => {
    const file = await diskFile('written', diskBytes());
    const { stdout } = await execa('sfdisk', ['--json', file]);
    expect(JSON.parse(stdout).partitiontable).toMatchObject({
      label: 'gpt',
      id: table.diskId.toUpperCase(),
      lastlba: diskSectors - 34,
      partitions: [
        { node: `${file}1`, start: 2048, size: 2048, name: 'first' },
        { node: `${file}3`, start: 4096, size: 4096, name: 'third', attrs: 'GUID:56' },
      ],
    });
  });

  test('passes the check of sfdisk, which looks at both copies', async () => {
    const file = await diskFile('verified', diskBytes());
    const { stdout } = await execa('sfdisk', ['--verify', file]);
    expect(stdout).toContain('No errors detected');
  });
});

describe('readPartitionTable', () => {
  test('gives back what was written', async () => {
    expect(await readPartitionTable(memoryAccess(diskBytes()))).toEqual(table);
  });

  test('reads what sfdisk writes', async () => {
    const file = await diskFile('sfdisk', new Uint8Array(diskSectors * sectorBytes));
    const script =
      'label: gpt\nlabel-id: 01234567-89AB-8DEF-8123-456789ABCDEF\nstart=2048, size=100, name=x';
    await execa('sfdisk', [file], { input: script });
    const read = await readPartitionTable(memoryAccess(await readFile(file)));
    expect(read).toMatchObject({
      diskId: table.diskId,
      diskSectors,
      partitions: [{ firstSector: 2048, lastSector: 2147, name: 'x' }],
    });
  });

  test('takes the copy at the end where the first table is damaged', async () => {
    const disk = diskBytes();
    disk.fill(0xff, sectorBytes, 2 * sectorBytes);
    expect(await readPartitionTable(memoryAccess(disk))).toEqual(table);
  });

  test.each([
    ['a slot', 2 * sectorBytes + 5],
    ['a header', sectorBytes + 60],
  ])('refuses %s that does not match its checksum', async (_, at) => {
    const disk = diskBytes().subarray(0, 40 * sectorBytes);
    disk[at] = (disk[at] ?? 0) ^ 1;
    await expect(readPartitionTable(memoryAccess(disk))).rejects.toMatchObject({ format: 'gpt' });
  });
});

describe('guidBytes', () => {
  test('is undone by readGuid', () => {
    expect(readGuid(guidBytes(table.diskId))).toBe(table.diskId);
  });

  test('refuses what is no GUID', () => {
    expect(() => guidBytes('01234567')).toThrow(RangeError);
  });
});
