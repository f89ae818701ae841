import { describe, expect, it } from 'vitest';
import type { WifiProfile } from '../../../../src/core/network/wifi.ts';
import { escapedText } from '../../../../src/formats/wifi/escaped-text.ts';
import {
  formatSupplicantConfig,
  preSharedKey,
} from '../../../../src/formats/wifi/supplicant-config.ts';
import { parseSupplicantEvent } from '../../../../src/formats/wifi/supplicant-event.ts';

function configOf(profile: WifiProfile): string {
  return formatSupplicantConfig({
    controlDirectory: '/run/wifi',
    systemCertificates: '/ca.crt',
    country: 'DE',
    profile,
  });
}

describe('a configuration for wpa_supplicant', () => {
  it('derives the key as IEEE 802.11 does (annex J.4.2, its test vectors)', () => {
    expect(preSharedKey('password', 'IEEE')).toBe(
      'f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e',
    );
    expect(preSharedKey('ThisIsAPassword', 'ThisIsASSID')).toBe(
      '0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af',
    );
  });

  it('cannot be added to by what a person types', () => {
    const text = configOf({
      ssid: 'x"\n}\nctrl_interface=/tmp',
      security: 'enterprise',
      hidden: true,
      identity: 'me"\npassword="x',
      passphrase: 'a"\n}\nnetwork={',
    });
    expect(text.split('\n').filter((line) => line === 'network={')).toHaveLength(1);
    expect(text.match(/^ctrl_interface=/gm)).toHaveLength(1);
    expect(text.match(/^password=/gm)).toHaveLength(1);
  });

  it('never has a passphrase as it was typed', () => {
    for (const security of ['wpa2-psk', 'wpa3-sae', 'enterprise'] as const) {
      const text = configOf({ ssid: 'Home', security, hidden: false, passphrase: 'correct horse' });
      expect(text).not.toContain('correct horse');
    }
  });

  it('always checks the server of an Enterprise network', () => {
    const text = configOf({ ssid: 'Office', security: 'enterprise', hidden: false, eap: 'ttls' });
    expect(text).toMatch(/^ca_cert=P"/m);
    expect(text).not.toContain('domain_suffix_match');
  });

  it('trusts only the server of an Enterprise network that was named', () => {
    const office = { ssid: 'Office', security: 'enterprise', hidden: false } as const;
    const text = configOf({ ...office, serverName: 'example.org' });
    expect(text).toContain(`domain_suffix_match=${escapedText('example.org')}\n`);
  });
});

describe("wpa_supplicant's output", () => {
  it.each([
    ['wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00 completed [id=0 id_str=]', 'connected'],
    ['wlan0: WPA: 4-Way Handshake failed - pre-shared key may be incorrect', 'wrong-key'],
    [
      'wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="Home" auth_failures=1 duration=10 reason=WRONG_KEY',
      'wrong-key',
    ],
    [
      'wlan0: CTRL-EVENT-AUTH-REJECT 02:00:00:00:01:00 auth_type=3 auth_transaction=2 status_code=15',
      'wrong-key',
    ],
    ['wlan0: CTRL-EVENT-NETWORK-NOT-FOUND ', 'not-found'],
    ['wlan0: CTRL-EVENT-EAP-FAILURE EAP authentication failed', 'wrong-login'],
    [
      "wlan0: CTRL-EVENT-EAP-TLS-CERT-ERROR reason=1 depth=0 subject='/CN=radius' err='unable to get local issuer certificate'",
      'certificate',
    ],
    ['wlan0: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:01:00 status_code=17', 'rejected'],
  ])('tells what became of a join: %s', (line, kind) => {
    expect(parseSupplicantEvent(line)?.kind).toBe(kind);
  });

  it('is otherwise of no interest', () => {
    expect(parseSupplicantEvent('wlan0: Trying to associate with 02:00')).toBeUndefined();
  });
});
