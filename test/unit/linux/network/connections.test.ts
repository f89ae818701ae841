import { describe, expect, it } from 'vitest';
import { createConnections } from '../../../../src/linux/network/connections.ts';

describe('what interfaces go by', () => {
  it('is the configuration until a person settles something else', () => {
    const connections = createConnections({ vlan: 5, dns: ['1.1.1.1'], proxy: 'http://a' });
    expect(connections.of('eth0')).toEqual({
      ip: { method: 'automatic' },
      vlan: 5,
      nameServers: ['1.1.1.1'],
      proxy: 'http://a',
    });
  });

  it('is address and VLAN for the one interface, name servers and proxy for all', () => {
    const connections = createConnections({ vlan: 5, proxy: 'http://a' });
    const ip = { method: 'static', address: '10.0.0.2', prefixLength: 8 } as const;
    connections.settle('eth0', { ip, nameServers: ['9.9.9.9'] });
    expect(connections.of('eth0')).toEqual({ ip, nameServers: ['9.9.9.9'] });
    expect(connections.of('eth1')).toEqual({
      ip: { method: 'automatic' },
      vlan: 5,
      nameServers: ['9.9.9.9'],
    });
    expect(connections.proxy).toBeUndefined();
  });
});
