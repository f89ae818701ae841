import { expect, test } from 'vitest';
import {
  encodeLocalSearch,
  parseLocalSearch,
} from '../../../../src/formats/bittorrent/local-search.ts';

const hash = Buffer.alloc(20, 0xab);
const hex = 'AB'.repeat(20);

test('what webboot says is read again', () => {
  const search = { infoHashes: [hash, Buffer.alloc(20, 1)], port: 6881, cookie: 'c00c1e' };
  expect(parseLocalSearch(encodeLocalSearch(search, '239.192.152.143:6771'))).toEqual(search);
});

test.each([
  ['aria2', `Host: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: ${hex}\r\n\r\n\r\n`],
  ['transmission', `Host: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: ${hex}\r\n\r\n\r\n`],
  ['libtorrent', `Host: x\r\nPort: 6881\r\nInfohash: ${hex}\r\ncookie: 1f\r\n\r\n\r\n`],
])('what %s says is read', (_, lines) => {
  const search = parseLocalSearch(Buffer.from(`BT-SEARCH * HTTP/1.1\r\n${lines}`));
  expect(search).toMatchObject({ port: 6881, infoHashes: [hash] });
});

test.each([
  ['nothing', ''],
  ['another protocol', `M-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: ${hex}\r\n\r\n`],
  ['no port', `BT-SEARCH * HTTP/1.1\r\nInfohash: ${hex}\r\n\r\n`],
  ['a port too large', `BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\nInfohash: ${hex}\r\n\r\n`],
  ['a port with a sign', `BT-SEARCH * HTTP/1.1\r\nPort: -1\r\nInfohash: ${hex}\r\n\r\n`],
  ['half a hash', 'BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: ABAB\r\n\r\n'],
  ['a hash that is no number', `BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: ${'zz'.repeat(20)}`],
  [
    'a packet that is too long',
    `BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: ${hex}\r\n${'x'.repeat(2000)}`,
  ],
])('a message with %s is passed over', (_, text) => {
  expect(parseLocalSearch(Buffer.from(text))).toBeUndefined();
});

test('of many hashes only the first are read', () => {
  const lines = `Infohash: ${hex}\r\n`.repeat(24);
  const search = parseLocalSearch(Buffer.from(`BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n${lines}`));
  expect(search?.infoHashes).toHaveLength(16);
});
