import { describe, expect, it } from 'vitest';
import { countSignatures } from '../../../src/verify/openpgp/count-signatures.ts';
import { readSignatures } from '../../../src/verify/openpgp/packets.ts';
import { verifyMinisign } from '../../../src/verify/verify-minisign.ts';

const packet = Buffer.from([0xc2, 0x01, 0x04]);

describe('a signature file', () => {
  it('of over 64 KB is refused before it is looked at', async () => {
    const large = Buffer.alloc(64 * 1024 + 1, packet);
    await expect(readSignatures(large)).rejects.toThrow(/larger than any signature/);
    const inputs = {
      signature: large,
      data: new Uint8Array(),
      keys: [],
      keyring: { find: async () => undefined },
      clock: { now: new Date(), builtAt: new Date() },
    };
    await expect(verifyMinisign(inputs)).rejects.toMatchObject({ code: 'signature-malformed' });
  });

  it('of thousands of tiny packets is refused before any of them is parsed', async () => {
    await expect(readSignatures(Buffer.alloc(60_000, packet))).rejects.toThrow(/over 64 packets/);
  });

  it('counts its packets in the old and in the new form', () => {
    const old = Buffer.from([0x88, 0x02, 1, 2]);
    const wide = Buffer.concat([Buffer.from([0xc2, 192, 0]), Buffer.alloc(192)]);
    const widest = Buffer.from([0xc2, 255, 0, 0, 0, 1, 9]);
    expect(countSignatures(Buffer.concat([old, packet, wide, widest]), 64)).toBe(4);
  });

  it.each([
    ['text', Buffer.from('text')],
    ['a partial length', Buffer.from([0xc2, 0xe0, 1])],
    ['an indeterminate length', Buffer.from([0x8b, 1])],
    ['a packet of a type that is not critical', Buffer.concat([packet, Buffer.from([0xe8, 0])])],
    ['a marker', Buffer.concat([Buffer.from([0xca, 3, 0x50, 0x47, 0x50]), packet])],
    ['padding', Buffer.concat([packet, Buffer.from([0xd5, 1, 0])])],
  ])('of %s is refused', (_, bytes) => {
    expect(() => countSignatures(bytes, 64)).toThrow(/packet/);
  });
});
