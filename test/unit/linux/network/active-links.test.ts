import { describe, expect, it } from 'vitest';
import { createActiveLinks } from '../../../../src/linux/network/active-links.ts';
import { createConnections } from '../../../../src/linux/network/connections.ts';
import { homeWifi, staticIp } from '../../../helpers/networks.ts';

const macOf = (port: string) => `mac of ${port}`;

describe('what a live system can be given of a network', () => {
  it('is nothing where DHCP on a cable gives everything', () => {
    const links = createActiveLinks(createConnections({}));
    links.set('eth0', { port: 'eth0' });
    expect(links.networkOf('eth0', macOf)).toBeUndefined();
    expect(links.networkOf('eth1', macOf)).toBeUndefined();
  });

  it('is the profile of the Wi-Fi network that was joined', () => {
    const links = createActiveLinks(createConnections({}));
    links.set('wlan0', { port: 'wlan0', wifi: homeWifi });
    expect(links.networkOf('wlan0', macOf)).toEqual({
      mac: 'mac of wlan0',
      ip: { method: 'automatic' },
      nameServers: [],
      wifi: homeWifi,
    });
  });

  it('is the port of a VLAN, and what the person has settled since', () => {
    const connections = createConnections({ vlan: 7 });
    const links = createActiveLinks(connections);
    links.set('eth0.7', { port: 'eth0' });
    connections.settle('eth0', { ip: staticIp, nameServers: ['10.0.0.1'], vlan: 7 });
    expect(links.networkOf('eth0.7', macOf)).toEqual({
      mac: 'mac of eth0',
      ip: staticIp,
      nameServers: ['10.0.0.1'],
      vlan: 7,
    });
  });
});
