import { expect, it } from 'vitest';
import { createByteReader } from '../../../../src/formats/byte-reader.ts';
import { readCpio } from '../../../../src/formats/cpio/reader.ts';
import { writeCpio } from '../../../../src/formats/cpio/writer.ts';

it('files, directories, symbolic links and devices are told apart', async () => {
  const archive = writeCpio([
    { kind: 'directory', path: 'd' },
    { kind: 'file', path: 'd/f', data: Buffer.from('f') },
    { kind: 'symlink', path: 'l', target: 'd' },
    { kind: 'char-device', path: 'c', major: 5, minor: 1 },
  ]);
  async function* chunks() {
    yield archive;
  }
  const kinds: string[] = [];
  for await (const record of readCpio(createByteReader(chunks(), 'cpio'))) kinds.push(record.kind);
  expect(kinds).toEqual(['directory', 'file', 'symlink', 'other']);
});
