import { describe, expect, it } from 'vitest';
import { findInterface } from '../../../../src/core/network/find-interface.ts';

const renamed = [
  { name: 'enp3s0', kind: 'wired', mac: '52:54:00:00:00:01' },
  { name: 'wlp2s0', kind: 'wireless', mac: '52:54:00:00:00:02' },
  { name: 'enp4s0', kind: 'wired', mac: '52:54:00:00:00:03' },
] as const;

describe('the interface that a person means', () => {
  it.each([
    ['enp4s0', 'enp4s0'],
    ['eth0', 'enp3s0'],
    ['eth1', 'enp4s0'],
    ['wlan0', 'wlp2s0'],
    ['52-54-00-00-00-03', 'enp4s0'],
  ])('is found by %s', (wanted, name) => {
    expect(findInterface(renamed, wanted)?.name).toBe(name);
  });

  it('is the one that has the name, whatever its place', () => {
    const interfaces = [{ name: 'eth1', kind: 'wired', mac: '' } as const, ...renamed];
    expect(findInterface(interfaces, 'eth1')?.name).toBe('eth1');
  });

  it('is none where there is no such interface', () => {
    expect(findInterface(renamed, 'eth2')).toBeUndefined();
    expect(findInterface(renamed, 'usb0')).toBeUndefined();
  });
});
