import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NetworkToHandOn } from '../../src/core/network/handed-network.ts';
import { iwdFiles } from '../../src/formats/network-profile/iwd.ts';
import { netplanFiles } from '../../src/formats/network-profile/netplan.ts';
import { networkManagerFiles } from '../../src/formats/network-profile/network-manager.ts';
import type { ProfileFile } from '../../src/formats/network-profile/profile-file.ts';
import { homeWifi, networkToHandOn } from '../helpers/networks.ts';

const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 32 }).filter(isWellFormed);
const network = fc
  .record({ ssid: words, passphrase: words, identity: words })
  .map((texts) =>
    networkToHandOn({ wifi: { ...homeWifi, security: 'enterprise', eap: 'ttls', ...texts } }),
  );

/** Half of a surrogate pair has no octets. */
function isWellFormed(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** As GKeyFile reads it: values by section and key. */
function readKeyFile(text: string): Readonly<Record<string, string>> {
  const named: Readonly<Record<string, string>> = { s: ' ', n: '\n', r: '\r', t: '\t' };
  let section = '';
  const values: Record<string, string> = {};
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const header = /^\[(.*)\]$/.exec(line);
    const [key = '', ...rest] = line.split('=');
    if (header !== null) section = header[1] ?? '';
    else {
      values[`${section}.${key}`] = rest
        .join('=')
        .replace(/^[ \t]+/, '')
        .replace(/\\(.)/g, (_, letter: string) => named[letter] ?? letter);
    }
  }
  return values;
}

function mainText(files: readonly ProfileFile[]): string {
  const [file] = files;
  return file?.kind === 'file' ? String(file.data) : '';
}

function wifiOf({ wifi = homeWifi }: NetworkToHandOn) {
  return wifi;
}

it('a keyfile of NetworkManager says what it was given, whatever names and passwords hold', () => {
  fc.assert(
    fc.property(network, (given) => {
      const values = readKeyFile(mainText(networkManagerFiles(given)));
      const { ssid, passphrase, identity } = wifiOf(given);
      expect(values['802-1x.password']).toBe(passphrase);
      expect(values['802-1x.identity']).toBe(identity);
      const octets = (values['wifi.ssid'] ?? '').split(';').slice(0, -1).map(Number);
      expect(Buffer.from(octets).toString('utf8')).toBe(ssid);
      expect(Object.keys(values)).toHaveLength(14);
    }),
  );
});

it('a file of iwd does so too, and stays in its folder', () => {
  fc.assert(
    fc.property(network, (given) => {
      const files = iwdFiles(given);
      const values = readKeyFile(mainText(files));
      const { passphrase, identity } = wifiOf(given);
      expect(values['Security.EAP-TTLS-Phase2-Password']).toBe(passphrase);
      expect(values['Security.EAP-TTLS-Phase2-Identity']).toBe(identity);
      expect(files[0]?.path).toMatch(/^var\/lib\/iwd\/[A-Za-z0-9 _=-]+\.8021x$/);
    }),
  );
});

it('a file of netplan does so too', () => {
  fc.assert(
    fc.property(network, (given) => {
      const read = JSON.parse(mainText(netplanFiles(given)));
      const { ssid, passphrase, identity } = wifiOf(given);
      expect(read.network.wifis.wifi0['access-points'][ssid].auth).toMatchObject({
        identity,
        password: passphrase,
      });
    }),
  );
});
