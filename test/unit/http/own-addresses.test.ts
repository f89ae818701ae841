import { expect, it } from 'vitest';
import { networkAddresses, ownAddresses } from '../../../src/http/own-addresses.ts';

const loopback = {
  lo: [
    {
      address: '127.0.0.1',
      family: 'IPv4' as const,
      internal: true,
      ...{ netmask: '255.0.0.0', mac: '00:00:00:00:00:00', cidr: null },
    },
  ],
};

it('knows no address of another machine’s sight before there is a network', () => {
  expect(networkAddresses(loopback)).toEqual([]);
  expect(ownAddresses(loopback)).toEqual(['127.0.0.1']);
});
