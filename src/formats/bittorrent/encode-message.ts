import { messageIds, type PeerMessage } from './peer-message.ts';

/** A message of the peer protocol, with its length in front. */
export function encodeMessage(message: Exclude<PeerMessage, { kind: 'other' }>): Uint8Array {
  switch (message.kind) {
    case 'keep-alive':
      return Buffer.alloc(4);
    case 'have':
      return framed(messageIds.have, [message.piece]);
    case 'bitfield':
      return framed(messageIds.bitfield, [], message.bits);
    case 'request':
    case 'cancel':
    case 'reject':
      return framed(messageIds[message.kind], [message.piece, message.begin, message.length]);
    case 'piece':
      return framed(messageIds.piece, [message.piece, message.begin], message.block);
    case 'extended':
      return framed(messageIds.extended, [], Buffer.from([message.id]), message.payload);
    default:
      return framed(messageIds[message.kind], []);
  }
}

/** What goes before a block: the block itself follows without being copied. */
export function pieceHead(piece: number, begin: number, length: number): Uint8Array {
  const head = framed(messageIds.piece, [piece, begin]);
  head.writeUInt32BE(head.length - 4 + length);
  return head;
}

function framed(id: number, numbers: readonly number[], ...rest: readonly Uint8Array[]): Buffer {
  const fixed = 5 + numbers.length * 4;
  const length = rest.reduce((sum, part) => sum + part.length, fixed);
  const message = Buffer.allocUnsafe(length);
  message.writeUInt32BE(length - 4, 0);
  message.writeUInt8(id, 4);
  for (const [at, number] of numbers.entries()) message.writeUInt32BE(number, 5 + at * 4);
  let end = fixed;
  for (const part of rest) {
    message.set(part, end);
    end += part.length;
  }
  return message;
}
