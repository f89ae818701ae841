import { describe, expect, it } from 'vitest';
import { parseScanResults } from '../../../../src/formats/wifi/scan-results.ts';

const header = 'bssid / frequency / signal level / flags / ssid';
const scan = (...lines: readonly string[]) => parseScanResults([header, ...lines].join('\n'));

describe('results of a scan', () => {
  it('are the networks with signal and security, strongest first', () => {
    expect(
      scan(
        '02:00:00:00:01:00\t2412\t-71\t[WPA2-PSK-CCMP][ESS]\tHome',
        '02:00:00:00:02:00\t5180\t-40\t[WPA2-SAE-CCMP][SAE-H2E][ESS]\tNew',
        '02:00:00:00:03:00\t2437\t-90\t[ESS]\tCafe',
        '02:00:00:00:04:00\t2437\t-60\t[WPA2-EAP-CCMP][ESS]\tOffice',
        '02:00:00:00:05:00\t2437\t-80\t[WEP][ESS]\tOld',
        '02:00:00:00:06:00\t2437\t-65\t[WPA2-PSK+SAE-CCMP][ESS]\tBoth',
      ),
    ).toEqual([
      { ssid: 'New', signalPercent: 100, security: 'wpa3-sae' },
      { ssid: 'Office', signalPercent: 80, security: 'enterprise' },
      { ssid: 'Both', signalPercent: 70, security: 'wpa2-psk' },
      { ssid: 'Home', signalPercent: 58, security: 'wpa2-psk' },
      { ssid: 'Old', signalPercent: 40, security: 'wep' },
      { ssid: 'Cafe', signalPercent: 20, security: 'open' },
    ]);
  });

  it('name a network once, by its strongest access point', () => {
    expect(
      scan(
        '02:00:00:00:01:00\t2412\t-80\t[WPA2-PSK-CCMP][ESS]\tHome',
        '02:00:00:00:01:01\t5180\t-60\t[WPA2-PSK-CCMP][ESS]\tHome',
      ),
    ).toEqual([{ ssid: 'Home', signalPercent: 80, security: 'wpa2-psk' }]);
  });

  it('leave out networks that do not show their name, and lines that are none', () => {
    expect(
      scan(
        '02:00:00:00:01:00\t2412\t-80\t[WPA2-PSK-CCMP][ESS]\t',
        String.raw`02:00:00:00:01:01	2412	-80	[WPA2-PSK-CCMP][ESS]	\x00\x00\x00`,
        'UNKNOWN COMMAND',
      ),
    ).toEqual([]);
  });

  it('have names of any octets', () => {
    const line = String.raw`02:00:00:00:01:00	2412	-50	[ESS]	Caf\xc3\xa9 \"7\" \\`;
    expect(scan(line)[0]?.ssid).toBe('Café "7" \\');
  });
});
