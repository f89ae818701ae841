import { expect, test } from 'vitest';
import { parsePeers } from '../../../src/cli/peers.ts';

test('names whom to ask, as the setting of the kernel command line does', () => {
  expect(parsePeers(undefined)).toBeUndefined();
  expect(parsePeers('off')).toBe('off');
  expect(parsePeers('http://10.0.0.2:8080/,http://[fd00::1]:8080')).toEqual([
    'http://10.0.0.2:8080',
    'http://[fd00::1]:8080',
  ]);
});

test.each(['', 'everybody', 'ftp://10.0.0.2', 'http://user@host', 'http://host/path'])(
  'refuses %j',
  (text) => {
    expect(() => parsePeers(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  },
);
