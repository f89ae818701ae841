import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeMessage, pieceHead } from '../../../../src/formats/bittorrent/encode-message.ts';
import {
  decodeExtensionHandshake,
  encodeExtensionHandshake,
} from '../../../../src/formats/bittorrent/extension-handshake.ts';
import type { PeerMessage } from '../../../../src/formats/bittorrent/peer-message.ts';
import {
  createPeerReader,
  encodeHandshake,
  type PeerEvent,
} from '../../../../src/formats/bittorrent/peer-reader.ts';

const infoHash = randomBytes(20);
const peerId = Buffer.from('-WB0100-abcdefghijkl');
const greeting = encodeHandshake({ infoHash, peerId });
const messages: readonly Exclude<PeerMessage, { kind: 'other' }>[] = [
  { kind: 'keep-alive' },
  { kind: 'choke' },
  { kind: 'unchoke' },
  { kind: 'interested' },
  { kind: 'not-interested' },
  { kind: 'have-all' },
  { kind: 'have-none' },
  { kind: 'have', piece: 7 },
  { kind: 'bitfield', bits: Buffer.from([0xff, 0x80]) },
  { kind: 'request', piece: 1, begin: 2, length: 3 },
  { kind: 'cancel', piece: 1, begin: 2, length: 3 },
  { kind: 'reject', piece: 1, begin: 2, length: 3 },
  { kind: 'piece', piece: 1, begin: 16_384, block: randomBytes(16_384) },
  { kind: 'extended', id: 0, payload: Buffer.from('d1:v7:webboote') },
];

function read(bytes: Uint8Array, cut = bytes.length, pieces = 16): PeerEvent[] {
  const reader = createPeerReader(() => pieces);
  const events: PeerEvent[] = [];
  for (let at = 0; at < bytes.length; at += cut) {
    for (const event of reader.read(bytes.subarray(at, at + cut))) {
      events.push(structuredClone(event));
    }
  }
  return events;
}

test.each([1, 3, 68, 1_000, 16_397, 1_000_000])(
  'every message comes out as it went in, in chunks of %i bytes',
  (cut) => {
    const stream = Buffer.concat([greeting, ...messages.map(encodeMessage)]);
    const [first, ...rest] = read(stream, cut);
    expect(first).toMatchObject({ kind: 'handshake', fast: true, extended: true });
    expect(rest).toEqual(messages.map((message) => structuredClone(message)));
  },
);

test('the head of a block announces the block after it', () => {
  const block = randomBytes(100);
  const whole = encodeMessage({ kind: 'piece', piece: 3, begin: 4, block });
  expect(Buffer.concat([pieceHead(3, 4, 100), block])).toEqual(Buffer.from(whole));
});

test('a message that webboot does not know is passed over', () => {
  const port = Buffer.from([0, 0, 0, 3, 9, 0x1a, 0xe1]);
  expect(read(Buffer.concat([greeting, port]))[1]).toEqual({ kind: 'other', id: 9 });
});

const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

test.each([
  ['of 4 GiB', number(0xffffffff)],
  ['longer than any block', number(200_000)],
  ['have, without a piece', Buffer.concat([number(1), Buffer.from([4])])],
  ['choke, with something in it', Buffer.concat([number(2), Buffer.from([0, 0])])],
  ['request, cut', Buffer.concat([number(5), Buffer.from([6, 0, 0, 0, 0])])],
  ['piece, without a place', Buffer.concat([number(3), Buffer.from([7, 0, 0])])],
  ['extended, without a number', Buffer.concat([number(1), Buffer.from([20])])],
])('a message %s ends the connection', (_, bytes) => {
  expect(() => read(Buffer.concat([greeting, bytes]))).toThrow('peer');
});

test('a greeting that turns out to be another protocol is refused, wherever it was cut', () => {
  const other = Buffer.from(greeting);
  other[10] = 0;
  for (const cut of [1, 5, 10, 11, 67]) expect(() => read(other, cut)).toThrow('not BitTorrent');
});

test.each([
  ['HTTP', 'GET / HTTP/1.1\r\n\r\n'],
  ['another protocol', '\u0013BitTorrent protoco1'],
  ['zeros', '\0'.repeat(100)],
])('%s is refused by its first bytes', (_, text) => {
  expect(() => read(Buffer.from(text, 'latin1').subarray(0, 20))).toThrow('not BitTorrent');
});

test('a bit field may be as long as the pieces need, and a silent half of a message is waited for', () => {
  const bits = Buffer.alloc(200_000);
  const stream = Buffer.concat([greeting, encodeMessage({ kind: 'bitfield', bits })]);
  expect(read(stream, stream.length, 1_600_000)[1]?.kind).toBe('bitfield');
  expect(read(stream.subarray(0, -1), 10_000, 1_600_000)).toHaveLength(1);
});

test('a machine says what it is and where it listens', () => {
  const said = { client: 'webboot 1', port: 6881, queue: 500, claimsId: 1 };
  expect(decodeExtensionHandshake(encodeExtensionHandshake(said))).toEqual(said);
});

test.each([
  ['no dictionary', 'i1e', { client: '' }],
  ['a name with controls', 'd1:v6:a\x1b[31me', { client: 'a[31m' }],
  ['a port that is none', 'd1:pi70000e4:reqqi-5e1:vi3ee', { client: '' }],
  ['an extension without a number', 'd1:md9:wb_claims3:oneee', { client: '' }],
  ['no list of extensions', 'd1:mi5ee', { client: '' }],
])('what is wrong in its words counts as absent: %s', (_, text, said) => {
  const found = decodeExtensionHandshake(Buffer.from(text, 'latin1'));
  expect({ ...found, client: found.client.replace(/[^\w[]/g, '') }).toEqual(said);
});
