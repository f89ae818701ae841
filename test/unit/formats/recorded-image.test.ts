import { expect, test } from 'vitest';
import { parseRecordedImage } from '../../../src/formats/recorded-image.ts';

test('a record names the image in front of it, and its size', () => {
  const text = JSON.stringify({ webboot: '1', image: { id: 'x', fileName: 'a b.iso', bytes: 7 } });
  expect(parseRecordedImage(text)).toEqual({ fileName: 'a b.iso', bytes: 7 });
});

const span = { start: 4096, bytes: 10 };
const parts = { kernel: span, kernelImage: span, initramfs: span, usr: span, program: span };

test("a record tells where webboot's own files are", () => {
  const text = JSON.stringify({ image: { fileName: 'a.iso', bytes: 7 }, own: parts });
  expect(parseRecordedImage(text)).toEqual({ fileName: 'a.iso', bytes: 7, own: parts });
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
  ...[
    7,
    {},
    { ...parts, usr: undefined },
    { ...parts, usr: { start: -4096, bytes: 1 } },
    { ...parts, kernel: { start: 1, bytes: 2 ** 60 } },
    { ...parts, program: { start: '1', bytes: 1 } },
  ].map((own) => JSON.stringify({ image: { fileName: 'a.iso', bytes: 1 }, own })),
])('a record that is not one is refused: %s', (text) => {
  expect(() => parseRecordedImage(text)).toThrow(/boot-record/);
});
