import { expect, test } from 'vitest';
import { createLanReach } from '../../../src/discovery/lan-reach.ts';

const card = {
  address: '203.0.113.5',
  cidr: '203.0.113.5/24',
  netmask: '255.255.255.0',
  family: 'IPv4',
  mac: '00:00:00:00:00:00',
  internal: false,
} as const;
const reaches = createLanReach(() => ({ eth0: [card] }));

test.each([
  ['192.168.1.7', true],
  ['::ffff:10.1.2.3', true],
  ['fe80::1%eth0', true],
  ['fd00::1', true],
  ['203.0.113.99', true],
  ['203.0.114.1', false],
  ['::ffff:8.8.8.8', false],
  ['2001:db8::1', false],
  ['nonsense', false],
])('a client at %s is of this network: %s', (address, here) => {
  expect(reaches(address)).toBe(here);
});

test('a network counts from when this machine is in it, until it leaves it', () => {
  let cards: readonly (typeof card)[] = [];
  let now = 0;
  const reachesNow = createLanReach(
    () => ({ eth0: [...cards] }),
    () => now,
  );
  const look = () => {
    now += 10_000;
    return reachesNow('203.0.113.99');
  };
  expect(look()).toBe(false);
  cards = [card];
  expect(look()).toBe(true);
  cards = [];
  expect(look()).toBe(false);
});
