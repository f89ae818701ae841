import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readImageSetup } from '../../../src/app/image-setup.ts';
import { readSettings } from '../../../src/linux/read-settings.ts';
import { hostFacts } from '../../helpers/facts.ts';
import { openStickFiles } from '../../helpers/stick-files.ts';

let stick = '';
beforeEach(() => {
  stick = mkdtempSync(join(tmpdir(), 'webboot-stick-'));
});
afterEach(() => rmSync(stick, { recursive: true }));

/** A start of an image whose stick comes up at the first look, or fails so. */
function start(cmdline: string, { failure }: { failure?: Error } = {}) {
  const looks: string[] = [];
  const come = async (how: string) => {
    looks.push(how);
    if (failure !== undefined) throw failure;
    return '/dev/sda3';
  };
  const setup = readImageSetup({
    host: hostFacts({ cmdline }),
    openStick: ({ id }) => ({ look: () => come(`look ${id}`), wait: () => come(`wait ${id}`) }),
    openFiles: (onProblem) => openStickFiles(stick, onProblem),
    readSettings: (line) => readSettings(line, [join(stick, 'webboot.json')]),
  });
  return { setup, looks };
}

const home = { ssid: 'Home', passphrase: 'correct horse' };
const cafe = { ssid: 'Cafe', passphrase: 'battery staple' };

describe('what a start of webboot’s own image goes by', () => {
  it('is the settings and the networks on its stick, whose passphrases are secrets', async () => {
    writeFileSync(join(stick, 'webboot.json'), JSON.stringify({ ui: 'line', wifi: [home] }));
    writeFileSync(join(stick, 'wifi.json'), JSON.stringify({ wifi: [cafe] }));
    const { setup, looks } = start('webboot.stick=ab12');
    const { settings, kept, secrets, report } = await setup;
    expect(looks).toEqual(['look ab12']);
    expect(settings).toMatchObject({ ui: 'line', auto: false });
    expect(kept.profiles).toMatchObject([{ ssid: 'Cafe' }]);
    expect(secrets).toEqual(['correct horse', 'battery staple']);
    expect(report.problems).toEqual([]);
  });

  it('waits for the stick only where nobody is there to see a menu', async () => {
    const { setup, looks } = start('webboot.auto webboot.stick=ab12');
    expect((await setup).settings.auto).toBe(true);
    expect(looks).toEqual(['wait ab12']);
  });

  it('is no stick where webboot came from none', async () => {
    const { setup, looks } = start('quiet');
    expect((await setup).stick).toBeUndefined();
    expect(looks).toEqual([]);
  });

  it('goes on with whatever is wrong, and reports all of it', async () => {
    writeFileSync(join(stick, 'webboot.json'), '{');
    writeFileSync(join(stick, 'wifi.json'), '{ "wifi": 5 }');
    const failure = new Error('/dev/sda3 could not be mounted.');
    const { setup } = start('webboot.stick=ab12 webboot.vlan=0', { failure });
    const { problems } = (await setup).report;
    expect(problems).toEqual([
      '/dev/sda3 could not be mounted.',
      expect.stringContaining('webboot.vlan is ignored'),
      expect.stringContaining('webboot.json is ignored'),
      expect.stringContaining('wifi.json is ignored'),
    ]);
  });
});
