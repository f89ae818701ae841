import type { Digest } from '../image/trust.ts';

/** What `webboot serve` is called in DNS-SD (RFC 6763). */
export const nearService = '_webboot._tcp.local';

/** What machines are called that pass an image on while they fetch it. */
export const swarmService = '_webboot-swarm._tcp.local';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
/** 256 bits are 52 letters of base32; a label holds 63, in which hexadecimal has no room. */
const letters = 52;

/**
 * The subtype (RFC 6763, section 7.1) that machines have that offer an image of this digest: base32
 * (RFC 4648, section 6) of its first 256 bits. It only brings machines together, and proves nothing.
 */
export function nearSubtype({ hex }: Digest, service = nearService): string {
  const bits = [...hex.slice(0, 64)]
    .map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0'))
    .join('')
    .padEnd(letters * 5, '0');
  const label = Array.from(
    { length: letters },
    (_, at) => alphabet[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)],
  ).join('');
  return `_${label}._sub.${service}`;
}
