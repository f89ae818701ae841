import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { readElements } from '../../src/formats/authenticode/der.ts';
import { readKernelSignature } from '../../src/formats/authenticode/kernel-signature.ts';
import { readKeyDatabase } from '../../src/formats/efi/key-database.ts';
import { guidBytes } from '../../src/formats/gpt/guid.ts';
import { sectorBytes } from '../../src/formats/gpt/partition-table.ts';
import { readPartitionTable } from '../../src/formats/gpt/read.ts';
import { writePartitionTable } from '../../src/formats/gpt/write.ts';
import { memoryAccess } from '../../src/formats/random-access.ts';
import { programWithTable } from '../helpers/signed-kernel.ts';

const settles = async (act: () => unknown) => {
  try {
    await act();
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
  }
};

test('any bytes are DER, or a FormatError', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) =>
      settles(() => readElements(bytes)),
    ),
  );
});

test('any bytes in a certificate table name signers, or are a FormatError', async () => {
  const tags = fc.constantFrom(0x30, 0x31, 0xa0, 0x02, 0x06, 0x04, 0x00, 0x01, 0x02, 0x0a, 0x80);
  const bytes = fc.array(fc.oneof(tags, fc.nat(255)), { maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(bytes, (signature) =>
      settles(() =>
        readKernelSignature(memoryAccess(programWithTable(Uint8Array.from(signature)))),
      ),
    ),
    { numRuns: 500 },
  );
});

test('any bytes are signature lists, or a FormatError', async () => {
  const header = (type: string, sizes: readonly number[]) => [
    ...guidBytes(type),
    ...sizes.flatMap((size) => [...new Uint8Array(new Uint32Array([size]).buffer)]),
  ];
  const type = fc.constantFrom(
    'a5c059a1-94e4-4aa7-87b5-ab155c2bf072',
    'c1c41626-504c-4092-aca9-41f936934328',
    '3bd2a492-96c0-4079-b420-fcf98ef103ed',
    '01234567-89ab-8def-8123-456789abcdef',
  );
  const size = fc.oneof(
    fc.constantFrom(0, 16, 17, 28, 48, 64, 76, 2 ** 31, 2 ** 32 - 1),
    fc.nat(300),
  );
  const list = fc
    .tuple(type, fc.tuple(size, size, size), fc.uint8Array({ maxLength: 200 }))
    .map(([id, sizes, body]) => [...header(id, sizes), ...body]);
  await fc.assert(
    fc.asyncProperty(fc.array(list, { maxLength: 3 }), (lists) =>
      settles(() => readKeyDatabase(Uint8Array.from(lists.flat()))),
    ),
    { numRuns: 1000 },
  );
});

test('a partition table with a flipped bit is read from its copy, or is a FormatError', async () => {
  const id = '01234567-89ab-8def-8123-456789abcdef';
  const partition = { type: id, id, firstSector: 64, lastSector: 99, attributes: 0n, name: 'x' };
  const table = { diskId: id, diskSectors: 256, partitions: [partition] };
  const { head, tail } = writePartitionTable(table);
  await fc.assert(
    fc.asyncProperty(fc.nat(head.length * 8 - 1), async (bit) => {
      const disk = new Uint8Array(table.diskSectors * sectorBytes);
      disk.set(head);
      disk.set(tail, disk.length - tail.length);
      disk[bit >> 3] = (disk[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await readPartitionTable(memoryAccess(disk))).toEqual(table);
    }),
  );
});
