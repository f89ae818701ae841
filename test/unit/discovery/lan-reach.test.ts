import { expect, test } from 'vitest';
import { createLanReach } from '../../../src/discovery/lan-reach.ts';

const reaches = createLanReach({
  eth0: [
    {
      address: '203.0.113.5',
      cidr: '203.0.113.5/24',
      netmask: '255.255.255.0',
      family: 'IPv4',
      mac: '00:00:00:00:00:00',
      internal: false,
    },
  ],
});

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
