import { expect, test } from 'vitest';
import {
  decodeClaims,
  encodeClaims,
  mostClaims,
} from '../../../../src/formats/bittorrent/claims.ts';

const all = Array.from({ length: mostClaims }, (_, at) => at);

test.each([[[]], [[0]], [[700, 3, 3]], [all]])('claims come out as they went in: %j', (claims) => {
  expect(decodeClaims(encodeClaims(claims), 1_000)).toEqual(claims);
});

test('claims in the middle of a larger buffer are read', () => {
  const message = Buffer.concat([Buffer.from([9]), encodeClaims([258])]);
  expect(decodeClaims(message.subarray(1), 1_000)).toEqual([258]);
});

test.each([
  ['more than anybody fetches', encodeClaims([...all, 1])],
  ['half a number', new Uint8Array(6)],
  ['a piece that does not exist', encodeClaims([1_000])],
  ['the largest number', new Uint8Array(4).fill(255)],
])('claims of %s are refused', (_, payload) => {
  expect(() => decodeClaims(payload, 1_000)).toThrow('peer');
});
