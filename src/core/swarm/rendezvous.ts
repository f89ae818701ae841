/**
 * Rendezvous hashing (Thaler and Ravishankar, 1998): for each piece, every machine computes which of
 * the machines that it knows fetches it from the origin, and all come to the same result without a
 * word. If a machine goes, only its own pieces get another owner.
 */
export function ownerOf(piece: number, members: readonly number[]): number | undefined {
  let owner: number | undefined;
  let best = -1;
  for (const member of members) {
    const score = mix(member ^ mix(piece + 1));
    if (score > best || (score === best && member > (owner ?? -1))) {
      best = score;
      owner = member;
    }
  }
  return owner;
}

/** A machine's number among the members, by the name that it gives itself in the swarm. */
export function memberNumber(peerId: Uint8Array): number {
  return peerId.reduce((sum, byte) => mix(sum ^ byte), 0);
}

/** MurmurHash3's finalizer: a permutation of the 32-bit numbers that spreads every bit. */
function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
