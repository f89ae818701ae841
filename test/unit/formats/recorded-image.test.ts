import { expect, test } from 'vitest';
import { parseRecordedImage } from '../../../src/formats/recorded-image.ts';

test('a record names the image in front of it, and its size', () => {
  const text = JSON.stringify({ webboot: '1', image: { id: 'x', fileName: 'a b.iso', bytes: 7 } });
  expect(parseRecordedImage(text)).toEqual({ fileName: 'a b.iso', bytes: 7 });
});

test('a record from before names none', () => {
  expect(parseRecordedImage('{"webboot":"0.1","image":{"id":"debian"}}')).toBeUndefined();
  expect(parseRecordedImage('{}')).toBeUndefined();
});

test.each([
  '',
  '[',
  ...[
    { fileName: '../etc/passwd', bytes: 1 },
    { fileName: 'a\u001b[2J.iso', bytes: 1 },
    { fileName: '', bytes: 1 },
    { fileName: 'x'.repeat(256), bytes: 1 },
    { fileName: 7, bytes: 1 },
    { fileName: 'a.iso' },
    { fileName: 'a.iso', bytes: -1 },
    { fileName: 'a.iso', bytes: 1.5 },
    { fileName: 'a.iso', bytes: 2 ** 60 },
    { fileName: 'a.iso', bytes: '5' },
  ].map((image) => JSON.stringify({ image })),
])('a record that is not one is refused: %s', (text) => {
  expect(() => parseRecordedImage(text)).toThrow(/boot-record/);
});
