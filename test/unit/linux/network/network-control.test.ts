import { describe, expect, it } from 'vitest';
import type { WifiProfile } from '../../../../src/core/network/wifi.ts';
import { WebbootError } from '../../../../src/errors.ts';
import { createNetworkControl } from '../../../../src/linux/network/network-control.ts';
import type { KeptNetworks } from '../../../../src/linux/network/wifi/kept-networks.ts';
import {
  fakeNetworkSystem,
  fakeRadio,
  interfaceFacts,
} from '../../../helpers/fake-network-system.ts';
import { homeWifi, staticIp } from '../../../helpers/networks.ts';

const wired = interfaceFacts('eth0');
const wireless = interfaceFacts('wlan0', { kind: 'wireless', link: 'unknown' });
const automatic = { ip: { method: 'automatic' }, nameServers: [] } as const;
const noCable = (name: string) => new WebbootError('no-link', `${name} has no link.`);
const noLease = (name: string) => new WebbootError('no-lease', `No DHCP server on ${name}.`);

function keptNetworks(profiles: readonly WifiProfile[] = []): KeptNetworks {
  let all = profiles;
  return {
    available: true,
    get profiles() {
      return all;
    },
    look: async () => false,
    async keep(profile) {
      all = [profile, ...all];
    },
    async forget(ssid) {
      all = all.filter((profile) => profile.ssid !== ssid);
    },
  };
}

describe('the way to the network that webboot finds by itself', () => {
  it('is the first cable that gets an address, and its name is in the title bar', async () => {
    const { system, done } = fakeNetworkSystem([wired]);
    const network = createNetworkControl({}, { system });
    expect(network.snapshot().summary).toEqual({ kind: 'none' });
    await network.online();
    expect(done).toEqual(['link eth0', 'addresses eth0 automatic']);
    expect(network.snapshot()).toMatchObject({
      summary: { kind: 'online', name: 'eth0' },
      interfaces: [{ name: 'eth0', state: 'online' }],
    });
    expect(network.snapshot()).not.toHaveProperty('handsOn');
  });

  it('does not wait for a second port that has no cable', async () => {
    const { system } = fakeNetworkSystem([wired, interfaceFacts('eth1')], {
      bringLinkUp: (name) => (name === 'eth0' ? new Promise(() => {}) : Promise.resolve()),
    });
    const network = createNetworkControl({}, { system });
    await network.online();
    expect(network.snapshot().interfaces.map(({ state }) => state)).toEqual([
      'connecting',
      'online',
    ]);
  });

  it('is told by the failure that got furthest where there is none', async () => {
    const { system } = fakeNetworkSystem([wired, interfaceFacts('eth1')], {
      bringLinkUp: async (name) => {
        if (name === 'eth0') throw noCable(name);
      },
      configureAddresses: async (name) => {
        throw noLease(name);
      },
    });
    const network = createNetworkControl({}, { system });
    await expect(network.online()).rejects.toMatchObject({ code: 'no-lease' });
    expect(network.snapshot().interfaces).toMatchObject([
      { state: 'failed', note: { kind: 'failed', message: 'eth0 has no link.' } },
      { state: 'failed', note: { kind: 'failed', message: 'No DHCP server on eth1.' } },
    ]);
  });

  it('is a known Wi-Fi network where there is no cable, the one of the settings first', async () => {
    const tried: string[] = [];
    const radio = fakeRadio({
      async join(_, { ssid }) {
        tried.push(ssid);
        if (ssid !== 'Kept') throw new WebbootError('wifi-refused', `${ssid} refused.`);
      },
    });
    const kept = keptNetworks([{ ...homeWifi, ssid: 'Kept' }]);
    const { system } = fakeNetworkSystem([wireless]);
    const network = createNetworkControl({ wifi: [homeWifi] }, { radio, kept, system });
    await network.online();
    expect(tried).toEqual(['Home', 'Kept']);
    expect(network.snapshot()).toMatchObject({
      interfaces: [{ joined: 'Kept' }],
      handsOn: 'Wi-Fi Kept',
    });
    expect(await network.networkToHandOn()).toMatchObject({ wifi: { ssid: 'Kept' } });
  });

  it('names the firmware that a card lacks once the search is over', async () => {
    const { system } = fakeNetworkSystem([wired], {
      readMissingFirmware: async () => ['iwlwifi.ucode'],
    });
    const network = createNetworkControl({}, { system });
    const changed = new Promise<void>((resolve) => {
      network.subscribe(() => {
        if (network.snapshot().missingFirmware !== undefined) resolve();
      });
    });
    await network.online();
    await changed;
    expect(network.snapshot().missingFirmware).toEqual(['iwlwifi.ucode']);
  });
});

describe('what the person does on the network screens', () => {
  it('ends up in the snapshot when it fails, until the next attempt', async () => {
    let fail = true;
    const { system } = fakeNetworkSystem([wired], {
      bringLinkUp: async (name) => {
        if (fail) throw noCable(name);
      },
    });
    const network = createNetworkControl({}, { system });
    await expect(network.connect('eth0')).rejects.toMatchObject({ code: 'no-link' });
    expect(network.snapshot().failure).toMatchObject({ code: 'no-link' });
    fail = false;
    await network.connect('eth0');
    expect(network.snapshot()).not.toHaveProperty('failure');
  });

  it('settles addresses, with the interface taken off its network first', async () => {
    const { system, done } = fakeNetworkSystem([wired]);
    const network = createNetworkControl({}, { system });
    await network.online();
    done.length = 0;
    await network.configure('eth0', { ip: staticIp, nameServers: ['10.0.0.1'], vlan: 7 });
    expect(done).toEqual([
      'drop eth0',
      'name servers 10.0.0.1',
      'link eth0',
      'vlan eth0.7',
      'addresses eth0.7 static',
    ]);
    expect(network.snapshot()).toMatchObject({
      summary: { kind: 'online', name: 'eth0.7' },
      handsOn: '10.0.0.5/24, VLAN 7',
    });
  });

  it('leaves a connection alone where only a proxy is new', async () => {
    const { system, done } = fakeNetworkSystem([wired]);
    const network = createNetworkControl({}, { system });
    await network.online();
    done.length = 0;
    await network.configure('eth0', { ...automatic, proxy: 'http://proxy:3128' });
    expect(done).toEqual(['name servers']);
    expect(network.proxy).toBe('http://proxy:3128');
  });

  it('is another try where the same settings are entered again and nothing is online', async () => {
    let tries = 0;
    const { system } = fakeNetworkSystem([wired], {
      configureAddresses: async (name) => {
        tries += 1;
        if (tries === 1) throw noLease(name);
      },
    });
    const network = createNetworkControl({}, { system });
    await expect(network.online()).rejects.toThrow();
    await network.configure('eth0', automatic);
    expect(network.snapshot().summary).toMatchObject({ kind: 'online', name: 'eth0' });
  });

  it('does not connect a radio that joined nothing yet', async () => {
    const { system, done } = fakeNetworkSystem([wireless]);
    const network = createNetworkControl({}, { radio: fakeRadio(), system });
    await expect(network.scan('wlan0')).resolves.toBeUndefined();
    await network.configure('wlan0', { ip: staticIp, nameServers: [] });
    expect(done).not.toContain('addresses wlan0 static');
    await network.join('wlan0', homeWifi);
    expect(done).toContain('addresses wlan0 static');
  });

  it('shows a scan while it lasts, and its networks afterwards', async () => {
    const seen: (string | undefined)[] = [];
    const { system } = fakeNetworkSystem([wireless]);
    const network = createNetworkControl({}, { radio: fakeRadio(), system });
    network.subscribe(() => seen.push(network.snapshot().scanning));
    await network.scan('wlan0');
    expect(seen).toContain('wlan0');
    expect(network.snapshot()).not.toHaveProperty('scanning');
    expect(network.snapshot().wifi).toMatchObject({ wlan0: [{ ssid: 'Home' }] });
  });

  it('says that an image without Wi-Fi has none, for a scan and for a network', async () => {
    const { system } = fakeNetworkSystem([wireless]);
    const network = createNetworkControl({}, { system });
    await expect(network.scan('wlan0')).rejects.toMatchObject({ code: 'no-network' });
    await expect(network.join('wlan0', homeWifi)).rejects.toMatchObject({ code: 'no-network' });
  });

  it('never joins an Enterprise network whose server anybody could be', async () => {
    const asked: string[] = [];
    const radio = fakeRadio({
      async join(_, { ssid }) {
        asked.push(ssid);
      },
    });
    const { system } = fakeNetworkSystem([wireless]);
    const network = createNetworkControl({}, { radio, system });
    const office = { ssid: 'Office', security: 'enterprise', hidden: false } as const;
    await expect(network.join('wlan0', office)).rejects.toMatchObject({ code: 'wifi-refused' });
    expect(asked).toEqual([]);
    await network.join('wlan0', { ...office, serverName: 'example.org' });
    expect(asked).toEqual(['Office']);
  });

  it('keeps and forgets the network that was joined', async () => {
    const kept = keptNetworks();
    const { system } = fakeNetworkSystem([wireless]);
    const network = createNetworkControl({}, { radio: fakeRadio(), kept, system });
    await network.keep('wlan0');
    expect(network.snapshot().kept).toEqual([]);
    await network.join('wlan0', homeWifi);
    await network.keep('wlan0');
    expect(network.snapshot().kept).toEqual([{ ssid: 'Home', security: 'wpa2-psk' }]);
    await network.forget('Home');
    expect(network.snapshot().kept).toEqual([]);
  });

  it('takes an interface off its network, and brings it back', async () => {
    const { system, done } = fakeNetworkSystem([wired]);
    const network = createNetworkControl({}, { system });
    await network.online();
    await network.disconnect('eth0');
    expect(network.snapshot().interfaces).toMatchObject([{ state: 'idle' }]);
    expect(done.at(-1)).toBe('drop eth0');
    await network.connect('eth0');
    expect(network.snapshot().interfaces).toMatchObject([{ state: 'online' }]);
  });
});
