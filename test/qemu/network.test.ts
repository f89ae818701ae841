import { expect, it } from 'vitest';
import { ipv6Only, oneCable } from '../soak/network-scenarios.ts';

it('finds the cable in the second of two cards by itself', async () => {
  expect(await oneCable()).toMatchObject({ kind: 'downloading' });
});

it('downloads where there is nothing but IPv6', async () => {
  expect(await ipv6Only()).toMatchObject({ kind: 'downloading' });
});
