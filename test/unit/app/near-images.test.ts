import { expect, test } from 'vitest';
import { nearImages } from '../../../src/app/near-images.ts';
import { eventText } from '../../../src/cli/event-text.ts';
import { english } from '../../../src/core/languages/en.ts';
import { readSetting } from '../../../src/core/settings/settings.ts';
import { transferText } from '../../../src/menu/text/transfer-text.ts';

const digest = { algorithm: 'sha512', hex: 'a'.repeat(128) } as const;

test('servers that the person named are asked for the digest, and nobody with "off"', async () => {
  expect(nearImages('off')).toBeUndefined();
  const found = await nearImages(['http://192.0.2.1:8080'])?.(digest, { mirrors: [] });
  expect(found).toEqual([`http://192.0.2.1:8080/iso/sha512-${digest.hex}`]);
});

test('by itself, nobody is asked to spare a mirror that is on this network', async () => {
  const mirrors = ['http://192.168.1.1/x.iso'];
  expect(await nearImages('auto')?.(digest, { mirrors })).toEqual([]);
});

test.each([
  ['auto', 'auto'],
  ['off', 'off'],
  ['http://a:1/,http://[::1]:2', ['http://a:1', 'http://[::1]:2']],
])('webboot.peers=%s is understood', (text, peers) => {
  expect(readSetting('peers', text)).toEqual({ kind: 'read', settings: { peers } });
});

test.each(['', 'on', 'https://a', 'http://u:p@a', 'http://a/b', 'http://a,,', 'http://a b'])(
  'webboot.peers="%s" is refused',
  (text) => {
    expect(readSetting('peers', text)?.kind).toBe('wrong');
  },
);

test('the screen and the line mode say who has given what', () => {
  const transfer = { bytes: 1_500_000_000, total: 3e9, bytesPerSecond: 1e8, secondsLeft: 15 };
  const near = { bytes: 1_440_000_000, machines: 2, mirrors: ['cdimage.debian.org'] };
  const said = [
    [near, '2 machines here, 4 % from cdimage.debian.org'],
    [{ ...near, machines: 1 }, '1 machine here, 4 % from cdimage.debian.org'],
    [{ ...near, mirrors: ['a.org', 'b.org'] }, '2 machines here, 4 % from 2 mirrors'],
    [{ ...near, mirrors: [] }, '2 machines here'],
  ] as const;
  for (const [share, text] of said) {
    expect(
      transferText(english, { ...transfer, near: share }).endsWith(`, 1.4 GB from ${text}`),
    ).toBe(true);
    const event = { type: 'progress', stage: 'acquire', ...transfer, near: share } as const;
    expect(eventText(event)?.endsWith(`, 1373.3 MiB from ${text}`)).toBe(true);
  }
  expect(transferText(english, transfer)).not.toContain('here');
});
