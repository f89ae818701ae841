import { describe, expect, it } from 'vitest';
import { createConnections } from '../../../../src/linux/network/connections.ts';
import { createWays } from '../../../../src/linux/network/ways.ts';
import { homeWifi, staticIp } from '../../../helpers/networks.ts';

const macOf = (port: string) => `mac of ${port}`;

describe('what a live system can be given of a network', () => {
  it('is nothing where DHCP on a cable gives everything', () => {
    const ways = createWays(createConnections({}));
    ways.set('eth0', { port: 'eth0' });
    expect(ways.networkOf('eth0', macOf)).toBeUndefined();
    expect(ways.networkOf('eth1', macOf)).toBeUndefined();
  });

  it('is the profile of the Wi-Fi network that was joined', () => {
    const ways = createWays(createConnections({}));
    ways.set('wlan0', { port: 'wlan0', wifi: homeWifi });
    expect(ways.networkOf('wlan0', macOf)).toEqual({
      mac: 'mac of wlan0',
      ip: { method: 'automatic' },
      nameServers: [],
      wifi: homeWifi,
    });
  });

  it('is the port of a VLAN, and what the person has settled since', () => {
    const connections = createConnections({ vlan: 7 });
    const ways = createWays(connections);
    ways.set('eth0.7', { port: 'eth0' });
    connections.settle('eth0', { ip: staticIp, nameServers: ['10.0.0.1'], vlan: 7 });
    expect(ways.networkOf('eth0.7', macOf)).toEqual({
      mac: 'mac of eth0',
      ip: staticIp,
      nameServers: ['10.0.0.1'],
      vlan: 7,
    });
  });
});
