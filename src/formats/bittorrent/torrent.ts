import { createHash } from 'node:crypto';
import { type Geometry, geometryOf } from '../../core/swarm/geometry.ts';
import { FormatError } from '../../errors.ts';
import { type Bencode, decodeBencode, encodeBencode, entryOf, isDict } from './bencode.ts';

/** A .torrent file of BitTorrent's version 1 (BEP 3). Nobody signed it: what it says is a hint. */
export interface Torrent {
  /** SHA-1 of its `info` dictionary as it lies there; 20 bytes. */
  readonly infoHash: Uint8Array;
  /** Of all its files, one after the other. */
  readonly geometry: Geometry;
  /** SHA-1 of each piece, 20 bytes each. */
  readonly hashes: Uint8Array;
  readonly files: readonly TorrentFile[];
  /** http(s) URLs of trackers, and udp ones (BEP 12, 15), best first. */
  readonly trackers: readonly string[];
  /** http(s) URLs of servers that have the file (BEP 19). */
  readonly webSeeds: readonly string[];
}

export interface TorrentFile {
  /** As it is written there, last part only: foreign text. */
  readonly name: string;
  readonly start: number;
  readonly bytes: number;
}

export const hashBytes = 20;
const mostFiles = 1_000;
const mostAddresses = 64;
const pieceBounds = { least: 16 * 1024, most: 64 * 1024 * 1024 };

/** Throws FormatError, also for a torrent of version 2 alone (BEP 52). */
export function parseTorrent(bytes: Uint8Array): Torrent {
  const root = decodeBencode(bytes);
  const info = entryOf(root, 'info');
  if (!isDict(info)) return fail('it has no info');
  const pieceLength = entryOf(info, 'piece length');
  const hashes = entryOf(info, 'pieces');
  if (
    typeof pieceLength !== 'number' ||
    pieceLength < pieceBounds.least ||
    pieceLength > pieceBounds.most
  ) {
    return fail('its piece length is not usable');
  }
  if (!(hashes instanceof Uint8Array)) return fail('it has no pieces of version 1');
  const files = filesOf(info);
  const size = files.reduce((sum, file) => sum + file.bytes, 0);
  const geometry = geometryOf(size, pieceLength);
  if (!Number.isSafeInteger(size) || size === 0 || hashes.length !== geometry.pieces * hashBytes) {
    return fail('its pieces do not fit its size');
  }
  return {
    infoHash: sha1(bytes.subarray(info.start, info.end)),
    geometry,
    hashes,
    files,
    trackers: addresses(
      [entryOf(root, 'announce'), entryOf(root, 'announce-list')],
      /^(https?|udp):/,
    ),
    webSeeds: addresses([entryOf(root, 'url-list')], /^https?:/),
  };
}

/**
 * webboot's own torrent of an image: the digest is its name, and its pieces follow from the size, so
 * that whoever has the image makes the same info-hash. `webSeeds` are URLs that have it too (BEP 19).
 */
export function ownTorrent(
  name: string,
  geometry: Geometry,
  hashes: Uint8Array,
  webSeeds: readonly string[] = [],
): Uint8Array {
  const info = ownInfo(name, geometry, hashes);
  return encodeBencode({ info, ...(webSeeds.length > 0 && { 'url-list': webSeeds }) });
}

/**
 * The info-hash under which machines meet that know an image's digest and size, and not the hashes of
 * its pieces. It is that of the own torrent with no pieces, which no torrent has.
 */
export function bareInfoHash(name: string, geometry: Geometry): Uint8Array {
  return sha1(encodeBencode(ownInfo(name, geometry, new Uint8Array())));
}

export function sha1(bytes: Uint8Array): Uint8Array {
  return createHash('sha1').update(bytes).digest();
}

function ownInfo(name: string, { size, pieceLength }: Geometry, hashes: Uint8Array) {
  return { name, length: size, 'piece length': pieceLength, pieces: hashes };
}

function filesOf(info: Bencode): readonly TorrentFile[] {
  const length = entryOf(info, 'length');
  const list = entryOf(info, 'files');
  if (typeof length === 'number') {
    return [{ name: text(entryOf(info, 'name')), start: 0, bytes: natural(length) }];
  }
  if (!Array.isArray(list) || list.length > mostFiles)
    return fail('it has no usable list of files');
  let start = 0;
  return list.map((entry: Bencode) => {
    const path = entryOf(entry, 'path');
    const bytes = natural(entryOf(entry, 'length'));
    const file = { name: text(Array.isArray(path) ? path.at(-1) : undefined), start, bytes };
    start += bytes;
    return file;
  });
}

function natural(value: Bencode | undefined): number {
  if (typeof value === 'number' && value >= 0) return value;
  return fail('a file has no length');
}

function text(value: Bencode | undefined): string {
  return value instanceof Uint8Array ? Buffer.from(value.subarray(0, 300)).toString('utf8') : '';
}

/** Strings, in lists or not, that are addresses of that kind. */
function addresses(values: readonly (Bencode | undefined)[], kind: RegExp): readonly string[] {
  const flat = values.flatMap((value) => (Array.isArray(value) ? value.flat(2) : [value]));
  const found = flat.map(text).filter((address) => kind.test(address) && URL.canParse(address));
  return [...new Set(found)].slice(0, mostAddresses);
}

function fail(reason: string): never {
  throw new FormatError('torrent', 0, reason);
}
