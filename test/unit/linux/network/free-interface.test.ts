import { describe, expect, it } from 'vitest';
import type { NetworkInterface } from '../../../../src/core/network/panel.ts';
import { findFreeInterface } from '../../../../src/linux/network/free-interface.ts';
import { interfaceFacts } from '../../../helpers/fake-network-system.ts';

const settings = { ip: { method: 'automatic' }, nameServers: [] } as const;
const shown = (name: string, changes: Partial<NetworkInterface> = {}): NetworkInterface => ({
  ...interfaceFacts(name),
  settings,
  state: 'idle',
  ...changes,
});
const cable = shown('eth0');
const radio = shown('wlan0', { kind: 'wireless', link: 'unknown' });

const find = (
  interfaces: readonly NetworkInterface[],
  changes: Partial<Parameters<typeof findFreeInterface>[1]> = {},
) =>
  findFreeInterface(interfaces, {
    wanted: undefined,
    isDeclined: () => false,
    knowsWifi: true,
    hasTried: () => false,
    ...changes,
  });

describe('the interface that is connected without being asked', () => {
  it('is a cable with a link before a radio', () => {
    expect(find([radio, cable])).toBe('eth0');
    expect(find([radio, shown('eth0', { link: 'down' })])).toBe('wlan0');
    expect(find([shown('eth0', { state: 'failed' })])).toBe('eth0');
  });

  it('is none that the person disconnected, or that is busy', () => {
    expect(find([cable], { isDeclined: (name) => name === 'eth0' })).toBeUndefined();
    expect(find([shown('eth0', { state: 'connecting' })])).toBeUndefined();
  });

  it('is a radio once, and only for networks that are known', () => {
    expect(find([radio], { hasTried: () => true })).toBeUndefined();
    expect(find([radio], { knowsWifi: false })).toBeUndefined();
  });

  it('is only the one that the settings name', () => {
    expect(find([cable, shown('eth1')], { wanted: 'eth1' })).toBe('eth1');
    expect(find([cable], { wanted: 'eth9' })).toBeUndefined();
  });
});
