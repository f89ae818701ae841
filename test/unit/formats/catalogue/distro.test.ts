import { describe, expect, it } from 'vitest';
import { parseDistro } from '../../../../src/formats/catalogue/distro.ts';

const row = {
  id: 'demo',
  name: 'Demo',
  description: 'A demo',
  homepage: 'https://demo.example/',
  mirrors: ['https://mirror.example/demo'],
  newest: [{ resolver: 'fixed', version: '1' }],
  file: 'demo-{version}.iso',
  trust: { kind: 'none', reason: 'a demo' },
  variants: [{ id: 'live', name: 'live', architectures: ['x86_64'] }],
};
const pin = { fingerprint: 'A'.repeat(40), key: 'demo.asc' };
const signed = { kind: 'signed-image', scheme: 'openpgp-detached', signature: '{base}/{file}.sig' };

const parse = (changes: object) => () => parseDistro(JSON.stringify({ ...row, ...changes }));

describe('a row of the catalogue', () => {
  it('is read with its defaults', () => {
    expect(parse({})()).toMatchObject({ id: 'demo', confirmed: true });
  });

  it('may have holes side by side of which one is known', () => {
    expect(parse({ file: 'demo-{version}.{arch}.iso' })().file).toContain('{arch}');
  });

  it('may give everything in the variant', () => {
    const { newest, file, trust, variants, ...rest } = row;
    const text = JSON.stringify({
      ...rest,
      variants: variants.map((variant) => ({ ...variant, newest, file, trust })),
    });
    expect(parseDistro(text).variants).toHaveLength(1);
  });

  it.each([
    ['an unknown field', { colour: 'red' }],
    ['no variants', { variants: [] }],
    [
      'a variant for a machine that there is not',
      { variants: [{ ...row.variants[0], architectures: ['vax'] }] },
    ],
    ['an id with a path', { id: '../demo' }],
    ['a homepage that runs a script', { homepage: 'javascript:alert(1)' }],
    ['a mirror by FTP', { mirrors: ['ftp://mirror.example/'] }],
    ['a file name with a path', { file: '../{version}.iso' }],
    ['holes of which nobody could say where one ends', { file: 'demo-{version}.{build}.iso' }],
    ['a hole in the host', { url: 'https://{version}.example/{file}' }],
    ['a hole at the end of the host', { url: 'https://mirror.example{version}/{file}' }],
    ['a user in the host', { url: 'https://mirror.example@{version}/{file}' }],
    [
      'a resolver that there is not',
      { newest: [{ resolver: 'magic', url: 'https://a.example/' }] },
    ],
    ['no way to the newest', { newest: [] }],
    [
      'a short fingerprint',
      { trust: { ...signed, keys: [{ ...pin, fingerprint: 'A'.repeat(16) }] } },
    ],
    ['a key outside the folder', { trust: { ...signed, keys: [{ ...pin, key: '../demo.asc' }] } }],
    ['a signature by nobody', { trust: { ...signed, keys: [] } }],
    [
      'a digest of MD5',
      { trust: { kind: 'pinned-digest', digest: { algorithm: 'md5', hex: 'a'.repeat(32) } } },
    ],
    ['no reason for being unsigned', { trust: { kind: 'none', reason: '' } }],
    ['a doubt that is not told', { confirmed: false }],
    ['nobody who vouches', { trust: undefined }],
  ])('is refused with %s', (_, changes) => {
    expect(parse(changes)).toThrow(/^catalogue: /);
  });

  it('is refused when it is no JSON', () => {
    expect(() => parseDistro('{')).toThrow('no JSON');
  });
});

it('reports every field that a row lacks at once', () => {
  const fieldsAtOnce = /description: .*; homepage: .*variants/;
  expect(() => parseDistro('{ "id": "zephyr", "name": "Zephyr" }')).toThrow(fieldsAtOnce);
});
