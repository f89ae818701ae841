import { describe, expect, it } from 'vitest';
import { type Encodable, encodeBencode } from '../../../../src/formats/bittorrent/bencode.ts';
import {
  announceUrl,
  encodeAnnounce,
  encodeConnect,
  parseAnnounce,
  parseConnect,
  parseHttpAnswer,
} from '../../../../src/formats/bittorrent/tracker.ts';

const announce = {
  infoHash: Buffer.alloc(20, 0xff),
  peerId: Buffer.from('-WB0100-abcdefghijkl'),
  port: 6881,
  left: 6_000_000_000,
  event: 'started',
} as const;

const answer = (value: Encodable) => parseHttpAnswer(encodeBencode(value));

describe('an announcement by HTTP', () => {
  it.each([
    ['http://t.example/announce', 'http://t.example/announce?info_hash='],
    ['http://t.example/a?key=1#x', 'http://t.example/a?key=1&info_hash='],
  ])('to %s keeps its own query', (tracker, start) => {
    const url = announceUrl(tracker, announce);
    expect(url).toContain(`${start}${'%ff'.repeat(20)}&peer_id=%2d%57`);
    expect(url).toContain('&port=6881&uploaded=0&downloaded=0&left=6000000000&compact=1');
    expect(url).toMatch(/&event=started$/);
  });
});

describe('an answer by HTTP', () => {
  it('is read in its compact form, for IPv6 too', () => {
    const peers = Buffer.from([10, 0, 0, 1, 0x1a, 0xe1, 10, 0, 0, 2, 0, 0, 9]);
    const peers6 = Buffer.concat([
      Buffer.from('fd00000000000000000000000000000a', 'hex'),
      peers.subarray(4, 6),
    ]);
    expect(answer({ interval: 900, peers, peers6 })).toEqual({
      interval: 900,
      peers: [
        { address: '10.0.0.1', port: 6881 },
        { address: 'fd00:0:0:0:0:0:0:a', port: 6881 },
      ],
    });
  });

  it('is read as a list of addresses; names are not looked up', () => {
    const peers = [
      { ip: '10.0.0.1', port: 1 },
      { ip: 'router.local', port: 2 },
      { ip: 'fd00::1', port: 3 },
      { ip: '10.0.0.4', port: 65_536 },
      { ip: 7, port: 5 },
      'x',
    ];
    expect(answer({ peers }).peers).toEqual([
      { address: '10.0.0.1', port: 1 },
      { address: 'fd00::1', port: 3 },
    ]);
  });

  it.each([
    ['none', {}, 1_800],
    ['one that is too short', { interval: 0 }, 60],
    ['one that is too long', { interval: 1e9 }, 3_600],
  ])('with %s as its interval is asked again in good time', (_, value, interval) => {
    expect(answer(value)).toEqual({ interval, peers: [] });
  });

  it('names no more peers than can be called', () => {
    expect(answer({ peers: Buffer.alloc(60_000, 1) }).peers).toHaveLength(200);
  });

  it.each([
    ['a refusal', 'd14:failure reason2:noe'],
    ['a page', '<html>'],
    ['nothing', ''],
  ])('that is %s is refused', (_, text) => {
    expect(() => parseHttpAnswer(Buffer.from(text))).toThrow();
  });
});

describe('by UDP', () => {
  it('the packets are as BEP 15 says', () => {
    expect(Buffer.from(encodeConnect(7)).toString('hex')).toBe('00000417271019800000000000000007');
    const packet = encodeAnnounce(announce, { connection: Buffer.alloc(8, 3), transaction: 9 });
    expect(packet).toHaveLength(98);
    const fields = Buffer.from(packet);
    expect(fields.readUInt32BE(8)).toBe(1);
    expect(fields.readBigUInt64BE(64)).toBe(6_000_000_000n);
    expect(fields.readUInt32BE(80)).toBe(2);
    expect(fields.readUInt16BE(96)).toBe(6881);
  });

  it.each([
    ['too short', Buffer.alloc(15), undefined],
    ['of another transaction', Buffer.from('0000000000000008aaaaaaaaaaaaaaaa', 'hex'), undefined],
    ['of another kind', Buffer.from('0000000300000007aaaaaaaaaaaaaaaa', 'hex'), undefined],
    ['the answer', Buffer.from('0000000000000007aaaaaaaaaaaaaaaa', 'hex'), 'aa'.repeat(8)],
  ])('a packet that is %s is told from others', (_, packet, connection) => {
    const parsed = parseConnect(packet, 7);
    expect(parsed && Buffer.from(parsed).toString('hex')).toBe(connection);
  });

  it('an answer gives the peers, and a rest that is none is left out', () => {
    const head = Buffer.from('0000000100000009000007080000000100000002', 'hex');
    const packet = Buffer.concat([head, Buffer.from([10, 0, 0, 1, 0x1a, 0xe1, 10, 0])]);
    expect(parseAnnounce(packet, 9)).toEqual({
      interval: 1_800,
      peers: [{ address: '10.0.0.1', port: 6881 }],
    });
    expect(parseAnnounce(packet, 8)).toBeUndefined();
    expect(parseAnnounce(packet.subarray(0, 19), 9)).toBeUndefined();
  });
});
