import { expect, it } from 'vitest';
import { earlyNetworkLines } from '../../../../src/core/upgrade/early-network.ts';

const hardware = '52:54:00:12:34:56';
const addresses = [
  '2: eth0    inet 10.0.2.15/24 brd 10.0.2.255 scope global eth0\\       valid_lft forever preferred_lft forever',
  '2: eth0    inet6 fd00::15/64 scope global \\       valid_lft forever preferred_lft forever',
].join('\n');
const routes = [
  'default via 10.0.2.2 proto static',
  '10.0.2.0/24 proto kernel scope link src 10.0.2.15',
  '192.0.2.0/24 via 10.0.2.9 proto static metric 100',
  'default via fe80::1 proto ra metric 1024 expires 1790sec pref medium',
].join('\n');

it('brings back the addresses of a link, and the routes that do not come with them', () => {
  expect(earlyNetworkLines([{ hardware, addresses, routes }]).split('\n')).toEqual([
    `${hardware} address add 10.0.2.15/24`,
    `${hardware} address add fd00::15/64 nodad`,
    `${hardware} -4 route add default via 10.0.2.2`,
    `${hardware} -4 route add 192.0.2.0/24 via 10.0.2.9`,
    `${hardware} -6 route add default via fe80::1`,
    '',
  ]);
});

it('is empty for links without addresses', () => {
  expect(earlyNetworkLines([{ hardware, addresses: '', routes: '' }])).toBe('');
});
