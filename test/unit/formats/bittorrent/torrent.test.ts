import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { geometryOf, ownGeometry, pieceSize } from '../../../../src/core/swarm/geometry.ts';
import { pieceCheck } from '../../../../src/core/swarm/piece-check.ts';
import { encodeBencode } from '../../../../src/formats/bittorrent/bencode.ts';
import {
  bareInfoHash,
  ownTorrent,
  parseTorrent,
  sha1,
} from '../../../../src/formats/bittorrent/torrent.ts';

const MiB = 1024 ** 2;

test('every holder of an image makes the same torrent, and another one of another image', () => {
  const geometry = ownGeometry(3 * MiB + 7);
  const hashes = randomBytes(geometry.pieces * 20);
  const name = 'a'.repeat(64);
  expect(ownTorrent(name, geometry, hashes)).toEqual(ownTorrent(name, geometry, hashes));
  const torrent = parseTorrent(ownTorrent(name, geometry, hashes));
  expect(torrent).toMatchObject({ geometry, files: [{ name, start: 0, bytes: 3 * MiB + 7 }] });
  expect(Buffer.from(torrent.hashes)).toEqual(hashes);
  expect(bareInfoHash(name, geometry)).not.toEqual(bareInfoHash('b'.repeat(64), geometry));
  expect(bareInfoHash(name, geometry)).not.toEqual(torrent.infoHash);
});

test('pieces are of 256 KiB to 4 MiB, about a thousand of them', () => {
  expect(ownGeometry(1)).toEqual({ size: 1, pieceLength: 256 * 1024, pieces: 1 });
  expect(ownGeometry(300 * MiB)).toMatchObject({ pieceLength: 512 * 1024, pieces: 600 });
  expect(ownGeometry(3 * 1024 * MiB)).toMatchObject({ pieceLength: 4 * MiB, pieces: 768 });
  expect(ownGeometry(6 * 1024 * MiB).pieceLength).toBe(4 * MiB);
});

test('a torrent of several files tells where each begins, and its addresses', () => {
  const torrent = parseTorrent(
    encodeBencode({
      announce: 'http://tracker.example/announce',
      'announce-list': [['http://tracker.example/announce', 'udp://tracker.example:6969']],
      'url-list': ['https://mirror.example/', 'file:///etc/passwd'],
      info: {
        name: 'Fedora',
        'piece length': 262_144,
        pieces: randomBytes(40),
        files: [
          { length: 1_000, path: ['CHECKSUM'] },
          { length: 262_144, path: ['images', 'Live.iso'] },
        ],
      },
    }),
  );
  expect(torrent.files).toEqual([
    { name: 'CHECKSUM', start: 0, bytes: 1_000 },
    { name: 'Live.iso', start: 1_000, bytes: 262_144 },
  ]);
  expect(torrent.trackers).toEqual([
    'http://tracker.example/announce',
    'udp://tracker.example:6969',
  ]);
  expect(torrent.webSeeds).toEqual(['https://mirror.example/']);
});

const info = { name: 'x', length: 300_000, 'piece length': 262_144, pieces: randomBytes(40) };

test.each([
  ['no info', {}],
  ['version 2 alone', { info: { ...info, pieces: 5, 'meta version': 2 } }],
  ['fewer hashes than pieces', { info: { ...info, pieces: randomBytes(20) } }],
  ['half a hash', { info: { ...info, pieces: randomBytes(39) } }],
  ['pieces of a byte', { info: { ...info, 'piece length': 1 } }],
  ['pieces of no length', { info: { ...info, 'piece length': 0 } }],
  ['pieces larger than memory', { info: { ...info, 'piece length': 2 ** 40 } }],
  ['a file of negative length', { info: { ...info, length: -1 } }],
  ['no file', { info: { name: 'x', 'piece length': 262_144, pieces: '', files: [] } }],
  [
    'files beyond every size',
    {
      info: { ...info, length: '', files: Array(100).fill({ length: 2 ** 52, path: ['a'] }) },
    },
  ],
])('a torrent with %s is refused', (_, torrent) => {
  expect(() => parseTorrent(encodeBencode(torrent))).toThrow('torrent');
});

test('pieces are checked by a torrent that divides the file into smaller ones', () => {
  const file = randomBytes(2 * MiB + 5);
  const own = geometryOf(file.length, MiB);
  const small = geometryOf(file.length, 256 * 1024);
  const parts = Array.from({ length: small.pieces }, (_, at) =>
    sha1(file.subarray(at * small.pieceLength, (at + 1) * small.pieceLength)),
  );
  const check = pieceCheck(own, { geometry: small, start: 0, hashes: Buffer.concat(parts) }, sha1);
  for (const piece of [0, 1, 2]) {
    const bytes = Buffer.from(file.subarray(piece * MiB, piece * MiB + pieceSize(own, piece)));
    expect(check?.(piece, bytes)).toBe(true);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(check?.(piece, bytes)).toBe(false);
  }
});

test('a torrent whose pieces do not begin where the file does checks nothing', () => {
  const own = geometryOf(MiB, 256 * 1024);
  const hashes = randomBytes(200);
  const shifted = { geometry: geometryOf(MiB + 9, 256 * 1024), start: 9, hashes };
  const coarse = { geometry: geometryOf(MiB, 512 * 1024), start: 0, hashes };
  expect(pieceCheck(own, shifted, sha1)).toBeUndefined();
  expect(pieceCheck(own, coarse, sha1)).toBeUndefined();
});

test('a piece that another file shares is not judged by its hash', () => {
  const own = geometryOf(100_000, 256 * 1024);
  const shared = { geometry: geometryOf(200_000, 256 * 1024), start: 0, hashes: randomBytes(20) };
  expect(pieceCheck(own, shared, sha1)?.(0, randomBytes(100_000))).toBeUndefined();
});
