import { expect, test } from 'vitest';
import {
  decodeBencode,
  decodeBencodeAtStart,
  encodeBencode,
  entryOf,
} from '../../../../src/formats/bittorrent/bencode.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('numbers, strings, lists and dictionaries come out as they went in', () => {
  const encoded = encodeBencode({ list: [1, -2, 'three'], a: { b: new Uint8Array([0, 255]) } });
  expect(Buffer.from(encoded).toString('latin1')).toBe(
    'd1:ad1:b2:\x00\xffe4:listli1ei-2e5:threeee',
  );
  const value = decodeBencode(encoded);
  expect(entryOf(entryOf(value, 'a'), 'b')).toEqual(Buffer.from([0, 255]));
  expect(entryOf(value, 'list')).toEqual([1, -2, bytes('three')]);
});

test('a dictionary knows its own bytes, for a digest over them', () => {
  const text = 'd4:infod1:ai1eee';
  const info = entryOf(decodeBencode(bytes(text)), 'info');
  expect(info).toMatchObject({ start: 7, end: 15 });
});

test('what follows a value is left alone where bytes may follow', () => {
  expect(decodeBencodeAtStart(bytes('i7eRAW'))).toEqual({ value: 7, end: 3 });
  expect(() => decodeBencode(bytes('i7eRAW'))).toThrow('there is more');
});

test.each([
  ['a string of negative length', 'l-3:'],
  ['a string longer than the input', '99:ab'],
  ['a length beyond every integer', '99999999999999999999:a'],
  ['a number without an end', 'i12'],
  ['a number without a digit', 'ie'],
  ['a number with zeros in front', 'i007e'],
  ['minus zero', 'i-0e'],
  ['a list without an end', 'l1:a'],
  ['a key that is no string', 'di1ei2ee'],
  ['a key that is given twice', 'd1:ai1e1:ai2ee'],
  ['a key without a value', 'd1:ae'],
  ['nothing', ''],
  ['lists in lists without bound', 'l'.repeat(100_000)],
  ['a million values', `l${'i1e'.repeat(1_000_000)}e`],
])('%s is refused', (_, text) => {
  expect(() => decodeBencode(bytes(text))).toThrow('bencode');
});

test('a key that objects have is an ordinary one', () => {
  const value = decodeBencode(bytes('d9:__proto__i1ee'));
  expect(entryOf(value, '__proto__')).toBe(1);
  expect(entryOf(value, 'constructor')).toBeUndefined();
});
