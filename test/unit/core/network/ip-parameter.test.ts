import { describe, expect, it } from 'vitest';
import { type IpParameter, parseIpParameter } from '../../../../src/core/network/ip-parameter.ts';

function parsed(text: string): IpParameter {
  const result = parseIpParameter(text);
  if (result.kind === 'wrong') throw new Error(result.reason);
  return result.parameter;
}

describe("the kernel's ip= syntax", () => {
  it('takes a way to configure alone', () => {
    expect(parsed('dhcp').settings).toEqual({ method: 'automatic' });
    expect(parsed('on').settings).toEqual({ method: 'automatic' });
    expect(parsed('off').settings).toEqual({ method: 'none' });
  });

  it('takes an address with all that belongs to it', () => {
    expect(
      parsed(
        '192.168.1.5:10.0.0.1:192.168.1.1:255.255.254.0:box:eth1:off:1.1.1.1:9.9.9.9:10.0.0.9',
      ),
    ).toEqual({
      settings: {
        method: 'static',
        address: '192.168.1.5',
        prefixLength: 23,
        gateway: '192.168.1.1',
      },
      device: 'eth1',
      hostname: 'box',
      nameServers: ['1.1.1.1', '9.9.9.9'],
    });
  });

  it("gives an address without a netmask its class's, as the kernel does", () => {
    const prefix = (text: string) => parsed(text).settings;
    expect(prefix('10.1.2.3')).toMatchObject({ prefixLength: 8 });
    expect(prefix('172.16.2.3')).toMatchObject({ prefixLength: 16 });
    expect(prefix('192.168.2.3')).toMatchObject({ prefixLength: 24 });
  });

  it('names an interface for automatic configuration', () => {
    expect(parsed(':::::eth1:dhcp')).toMatchObject({
      settings: { method: 'automatic' },
      device: 'eth1',
    });
  });

  it('takes IPv6 in brackets with a prefix length', () => {
    expect(parsed('[2001:db8::2]::[2001:db8::1]:56::eth0:none:[2001:db8::53]')).toMatchObject({
      settings: {
        method: 'static',
        address: '2001:db8::2',
        prefixLength: 56,
        gateway: '2001:db8::1',
      },
      nameServers: ['2001:db8::53'],
    });
  });

  it.each([
    ['box', 'box is not a valid IP address'],
    ['1.2.3.4:::255.0.255.0', '255.0.255.0 is not a valid netmask for 1.2.3.4'],
    ['1.2.3.400', '1.2.3.400 is not a valid IP address'],
    ['1.2.3.4::2001', '2001 is not a valid gateway for 1.2.3.4'],
    ['::::::maybe', 'maybe must be one of'],
    ['1.2.3.4:::::::dns', 'dns is not a valid name server address'],
  ])('says what is wrong with %s', (text, reason) => {
    const result = parseIpParameter(text);
    expect(result).toMatchObject({ kind: 'wrong' });
    expect(result.kind === 'wrong' ? result.reason : '').toContain(reason);
  });
});
