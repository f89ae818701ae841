import { parseScanResults } from '../../../src/formats/wifi/scan-results.ts';
import { parseSupplicantEvent } from '../../../src/formats/wifi/supplicant-event.ts';
import type { FuzzTarget } from '../target.ts';

const scan = String.raw`bssid / frequency / signal level / flags / ssid
02:00:00:00:01:00	2412	-71	[WPA2-PSK-CCMP][ESS]	Caf\xc3\xa9 \"7\" \\
02:00:00:00:02:00	5180	-40	[WPA2-SAE-CCMP][SAE-H2E][ESS]	New
02:00:00:00:03:00	2437	-90	[ESS]	\x00\x00
02:00:00:00:04:00	2437	-60	[WPA2-EAP-CCMP][ESS]	Office	2
`;
const events = `wlan0: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:01:00 status_code=17
wlan0: CTRL-EVENT-AUTH-REJECT 02:00:00:00:01:00 auth_type=3 auth_transaction=2 status_code=15
wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="x" auth_failures=1 duration=10 reason=WRONG_KEY
wlan0: CTRL-EVENT-EAP-TLS-CERT-ERROR reason=1 depth=1 subject='/CN=x' err='self-signed certificate'
wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:01:00 completed [id=0 id_str=]
`;

export const target: FuzzTarget = {
  name: 'wifi-texts',
  async seeds() {
    return [scan, events].map((text) => new TextEncoder().encode(text));
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    parseScanResults(text);
    for (const line of text.split('\n')) parseSupplicantEvent(line);
  },
};
