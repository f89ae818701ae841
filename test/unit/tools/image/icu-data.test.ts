import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { trimIcuData } from '../../../../tools/image/icu-data.ts';
import { nodeRuntime } from '../../../../tools/image/node-runtime.ts';

const run = promisify(execFile);

/** ICU data of items with 16 bytes each, behind `before` other bytes. */
function program(names: readonly string[], { before = 0 } = {}): Buffer {
  const header = Buffer.alloc(32);
  header.writeUInt16LE(header.length, 0);
  header.set([0xda, 0x27], 2);
  header.write('CmnD', 12);
  const table = Buffer.alloc(4 + names.length * 8);
  table.writeUInt32LE(names.length, 0);
  const text = Buffer.from(names.map((name) => `${name}\0`).join(''));
  let nameAt = table.length;
  for (const [index, name] of names.entries()) {
    table.writeUInt32LE(nameAt, 4 + index * 8);
    table.writeUInt32LE(table.length + text.length + index * 16, 8 + index * 8);
    nameAt += name.length + 1;
  }
  const items = names.map((_, index) => Buffer.alloc(16, index + 1));
  return Buffer.concat([Buffer.alloc(before, 'x'), header, table, text, ...items]);
}

describe('Node without what ICU knows of other languages', () => {
  it('keeps what languages share, and the English ones, and moves no byte', () => {
    const names = [
      'icudt/de_AT.res',
      'icudt/en_US.res',
      'icudt/euc.cnv',
      'icudt/root.res',
      'icudt/uts46.nrm',
    ];
    const bytes = program(names, { before: 40 });
    const whole = Buffer.from(bytes);

    expect(trimIcuData(bytes)).toBe(32);

    const table = 40 + 32;
    expect(bytes.readUInt32LE(table)).toBe(3);
    const kept = [0, 1, 2].map((index) => {
      const at = table + bytes.readUInt32LE(table + 4 + index * 8);
      return bytes.toString('latin1', at, bytes.indexOf(0, at));
    });
    expect(kept).toEqual(['icudt/en_US.res', 'icudt/root.res', 'icudt/uts46.nrm']);
    expect(bytes.length).toBe(whole.length);
    const item = (index: number) => bytes.subarray(bytes.length - 80 + index * 16).subarray(0, 16);
    expect([0, 1, 2, 3, 4].map((index) => item(index)[0])).toEqual([0, 2, 0, 4, 5]);
  });

  it.each([
    ['has none', Buffer.alloc(100)],
    ['is cut off within its table', program(['icudt/de.res', 'icudt/root.res']).subarray(0, 40)],
  ])('refuses a program whose data %s', (_, bytes) => {
    expect(() => trimIcuData(bytes)).toThrow(FormatError);
  });

  it('leaves a program that works', async () => {
    const { file } = await nodeRuntime(process.arch === 'arm64' ? 'aarch64' : 'x86_64');
    const script = `console.log(JSON.stringify([
      new URL('http://b\\u00fccher.example').host,
      [...new Intl.Segmenter().segment('e\\u0301a')].length,
      'E\\u0301'.normalize('NFC').toLowerCase(),
      /^\\p{RGI_Emoji}$/v.test('\\u{1F44D}\\u{1F3FD}'),
      new Intl.DateTimeFormat('de', { timeZone: 'UTC' }).format(0),
      'a'.localeCompare('B', 'de'),
      ['de', 'pl', 'ar'].map((language) => new Intl.PluralRules(language).select(2)).join(),
      new TextDecoder('utf-16be').decode(new Uint8Array([0, 65])),
    ]))`;
    const { stdout } = await run(file, ['-e', script]);
    expect(JSON.parse(stdout)).toEqual([
      'xn--bcher-kva.example',
      2,
      '\u00e9',
      true,
      '1/1/1970',
      -1,
      'other,few,two',
      'A',
    ]);
  });
});
