import { expect, test } from 'vitest';
import { parseDht, parsePeers } from '../../../src/cli/peers.ts';

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

test('names nodes of a DHT', () => {
  expect(parseDht(undefined)).toBeUndefined();
  expect(parseDht('10.0.0.2:6881,node.example:1')).toEqual(['10.0.0.2:6881', 'node.example:1']);
});

test.each([
  '',
  'host',
  'host:0',
  'host:65536',
  'http://host:1',
  'a b:1',
  'host:1,',
  'x:1,'.repeat(9),
])('refuses %j as a node', (text) => {
  expect(() => parseDht(text)).toThrow(expect.objectContaining({ code: 'usage' }));
});
