import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeptNetworks } from '../../../../../src/linux/network/wifi/kept-networks.ts';
import { homeWifi } from '../../../../helpers/networks.ts';
import { openStickFiles } from '../../../../helpers/stick-files.ts';

let stick: string;
beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'webboot-kept-'));
});
afterEach(() => rm(stick, { recursive: true }));

async function openStick() {
  const problems: string[] = [];
  const networks = createKeptNetworks(openStickFiles(stick), {
    isExpected: false,
    onProblem: (text) => problems.push(text),
  });
  await networks.look();
  return { networks, problems };
}

const names = ({ profiles }: { readonly profiles: readonly { readonly ssid: string }[] }) =>
  profiles.map(({ ssid }) => ssid);

describe('Wi-Fi networks on the stick', () => {
  it('are there at the next start, what was kept last first', async () => {
    const { networks } = await openStick();
    await networks.keep(homeWifi);
    await networks.keep({ ssid: 'Cafe', security: 'open', hidden: true });
    expect(names(networks)).toEqual(['Cafe', 'Home']);
    const next = await openStick();
    expect(next.networks.profiles).toEqual(networks.profiles);
    expect(next.networks.profiles[1]).toEqual(homeWifi);
    expect(next.problems).toEqual([]);
  });

  it('are for root alone, and nothing else is left beside them', async () => {
    const { networks } = await openStick();
    await networks.keep(homeWifi);
    expect((await stat(join(stick, 'wifi.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(stick)).toEqual(['wifi.json']);
  });

  it('are never half of a file: what a cut leaves beside it does not count', async () => {
    const { networks } = await openStick();
    await networks.keep(homeWifi);
    const before = await readFile(join(stick, 'wifi.json'), 'utf8');
    await writeFile(join(stick, 'wifi.json.new'), before.slice(0, 20), { mode: 0o644 });
    const next = await openStick();
    expect(names(next.networks)).toEqual(['Home']);
    await next.networks.keep({ ...homeWifi, passphrase: 'battery staple' });
    expect((await stat(join(stick, 'wifi.json'))).mode & 0o777).toBe(0o600);
    expect((await openStick()).networks.profiles[0]?.passphrase).toBe('battery staple');
  });

  it('have the newest passphrase, and are forgotten without a trace', async () => {
    const { networks } = await openStick();
    await Promise.all([
      networks.keep(homeWifi),
      networks.keep({ ...homeWifi, passphrase: 'battery staple' }),
    ]);
    expect(networks.profiles).toEqual([{ ...homeWifi, passphrase: 'battery staple' }]);
    await networks.forget('Home');
    expect(networks.profiles).toEqual([]);
    expect(await readdir(stick)).toEqual([]);
  });

  it('stay as they were where the stick cannot be written', async () => {
    const { networks } = await openStick();
    await networks.keep(homeWifi);
    await rm(join(stick, 'wifi.json'));
    await mkdir(join(stick, 'wifi.json'));
    const cafe = { ssid: 'Cafe', security: 'open', hidden: false } as const;
    await expect(networks.keep(cafe)).rejects.toMatchObject({ code: 'sink-failed' });
    expect(names(networks)).toEqual(['Home']);
  });

  it('are told of, and not in the way, where the file is damaged', async () => {
    await writeFile(join(stick, 'wifi.json'), '{ "wifi": [{ "ssid": "Home", "passphr');
    const { networks, problems } = await openStick();
    expect(networks.profiles).toEqual([]);
    expect(problems.join()).toContain('wifi.json');
    expect(problems.join()).not.toContain('Home');
  });

  it('come and go with the stick', async () => {
    const { networks } = await openStick();
    await networks.keep(homeWifi);
    expect(await networks.look()).toBe(false);
    await rename(stick, `${stick}.out`);
    expect(await networks.look()).toBe(true);
    expect(networks).toMatchObject({ available: false, profiles: [] });
    await rename(`${stick}.out`, stick);
    expect(await networks.look()).toBe(true);
    expect(networks).toMatchObject({ available: true, profiles: [homeWifi] });
  });
});
