import { isIPv4 } from 'node:net';
import type { PeerLink } from './peer-link.ts';

/**
 * Whether a new connection to a machine goes before the one that there is. Two machines may call each
 * other at the same time, and at several addresses. Both must keep the same connection, in whatever
 * order they come to know of them, so that only what both see alike decides: the call of the machine
 * with the smaller name, then IPv4, then the smaller port of the caller.
 */
export function goesBefore(link: PeerLink, other: PeerLink, own: Uint8Array): boolean {
  const isFromSmaller = ({ incoming, handshake }: PeerLink) =>
    incoming === Buffer.compare(handshake.peerId, own) < 0;
  const rank = (one: PeerLink) => [
    isFromSmaller(one) ? 0 : 1,
    isIPv4(one.address.replace(/^::ffff:(?=\d)/i, '')) ? 0 : 1,
    one.callerPort,
  ];
  const [first, second] = [rank(link), rank(other)];
  const at = first.findIndex((value, index) => value !== second[index]);
  return at >= 0 && (first[at] ?? 0) < (second[at] ?? 0);
}

/** A machine's name in the swarm, as text. */
export function nameOf({ handshake }: PeerLink): string {
  return Buffer.from(handshake.peerId).toString('hex');
}
