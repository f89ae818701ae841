import type { WifiSecurity } from '../../core/network/wifi.ts';
import { unescapeText } from './escaped-text.ts';

/** One network in reach, of all its access points the strongest. */
export interface ScannedNetwork {
  readonly ssid: string;
  /** 0 to 100. */
  readonly signalPercent: number;
  readonly security: WifiSecurity;
}

/**
 * Reads `wpa_cli scan_results` (wpa_supplicant's ctrl_iface.doxygen, SCAN_RESULTS): BSSID,
 * frequency, level in dBm, flags and name, tabs between them. Strongest first; networks that do
 * not show their name, and lines that are none, are left out.
 */
export function parseScanResults(text: string): readonly ScannedNetwork[] {
  const strongest = new Map<string, ScannedNetwork>();
  for (const line of text.split('\n')) {
    const [bssid = '', , level = '', flags = '', ...name] = line.split('\t');
    if (!/^[\da-f:]{17}$/i.test(bssid)) continue;
    const ssid = unescapeText(name.join('\t'));
    if (/^\0*$/.test(ssid)) continue;
    const security = securityOf(flags);
    const network = { ssid, signalPercent: percent(Number(level)), security };
    const known = strongest.get(`${security} ${ssid}`);
    if (known === undefined || known.signalPercent < network.signalPercent) {
      strongest.set(`${security} ${ssid}`, network);
    }
  }
  return [...strongest.values()].toSorted(
    (a, b) => b.signalPercent - a.signalPercent || (a.ssid < b.ssid ? -1 : 1),
  );
}

/** -50 dBm is as good as it gets, -100 dBm is noise. */
function percent(dBm: number): number {
  return Number.isFinite(dBm) ? Math.max(0, Math.min(100, Math.round(2 * (dBm + 100)))) : 0;
}

function securityOf(flags: string): WifiSecurity {
  if (/-EAP/.test(flags)) return 'enterprise';
  if (/PSK/.test(flags)) return 'wpa2-psk';
  if (/SAE/.test(flags)) return 'wpa3-sae';
  if (/WEP/.test(flags)) return 'wep';
  // OWE encrypts without asking for anything, but old radios cannot do it.
  return /WPA|RSN|OWE/.test(flags) ? 'unknown' : 'open';
}
