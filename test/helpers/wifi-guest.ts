import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type CpioEntry, writeCpio } from '../../src/formats/cpio/writer.ts';
import { openAptState } from '../../tools/debian/apt.ts';
import { unpackedDebs } from '../../tools/image/unpacked.ts';
import type { TestCertificates } from './certificates.ts';

/** An access point in the guest; the station is wlan0, these are wlan1 and so on. */
export interface AccessPoint {
  readonly ssid: string;
  readonly security: 'open' | 'wpa2-psk' | 'wpa3-sae' | 'enterprise';
  readonly passphrase?: string;
  /** For Enterprise: who may join, by PEAP or TTLS with MSCHAPv2. */
  readonly identity?: string;
  readonly hidden?: boolean;
}

/**
 * Waits for webboot's /usr, makes radios, of which the first stays switched off by software, and
 * bridges the access points to the guest's own card.
 */
const radiosScript = `#!/bin/busybox sh
export PATH=/usr/sbin:/usr/bin:/bin
until [ -c /dev/kmsg ]; do sleep 0.2; done
exec </dev/null >/dev/kmsg 2>&1
# In the place of a stick.
until [ -d /run/webboot ]; do sleep 0.1; done
mkdir -p /run/webboot/stick
until [ -e /usr/sbin/wpa_supplicant ] && [ -e /sys/class/net/eth0 ]; do sleep 0.2; done
modprobe bridge
modprobe rfkill default_state=0
modprobe mac80211_hwsim radios=$(($(ls /radios/*.conf | wc -l) + 1))
for file in /sys/class/rfkill/*; do
  [ "$(cat $file/name)" = "$(cat /sys/class/net/wlan0/phy80211/name)" ] || echo 0 >$file/soft
done
ip link add br0 type bridge
ip link set br0 up
ip link set eth0 up
ip link set eth0 master br0
/radios/hostapd -B /radios/*.conf >/radios/log
while :; do
  while read -r command; do eval "$command"; done </dev/ttyS1
done
`;

/** The shell gives what runs behind it /dev/null to read from, which is not there yet. */
const initScript = `#!/bin/busybox sh
mknod /dev/null c 1 3
/radios/start.sh &
exec /init
`;

/** An archive for behind webboot's own: start it with `rdinit=/radios/init`. */
export async function writeRadiosArchive(
  file: string,
  accessPoints: readonly AccessPoint[],
  { certificates, settings }: { certificates: TestCertificates; settings: unknown },
): Promise<void> {
  const apt = await openAptState({ suite: 'trixie', arch: 'x86_64' });
  await apt.update();
  const hostapd = join(
    await unpackedDebs('hostapd', await apt.download(['hostapd'])),
    'usr/sbin/hostapd',
  );
  const entry = (path: string, data: Uint8Array | string): CpioEntry => ({
    kind: 'file',
    path: `radios/${path}`,
    mode: 0o755,
    data: typeof data === 'string' ? Buffer.from(data) : data,
  });
  const archive = writeCpio([
    { kind: 'directory', path: 'radios', mode: 0o755 },
    entry('init', initScript),
    entry('start.sh', radiosScript),
    entry('hostapd', await readFile(hostapd)),
    entry('ca.pem', certificates.cert),
    entry('key.pem', certificates.key),
    entry('users', eapUsers(accessPoints)),
    ...accessPoints.map((point, index) =>
      entry(`${index + 1}.conf`, hostapdConfig(point, `wlan${index + 1}`)),
    ),
  ]);
  const own = writeCpio([
    { kind: 'directory', path: 'etc', mode: 0o755 },
    { kind: 'directory', path: 'etc/webboot', mode: 0o755 },
    {
      kind: 'file',
      path: 'etc/webboot/webboot.json',
      mode: 0o600,
      data: Buffer.from(JSON.stringify(settings)),
    },
  ]);
  await writeFile(file, Buffer.concat([archive, own]));
}

/** hostapd's own EAP server: PEAP and TTLS outside, MSCHAPv2 inside ([2]). */
function eapUsers(accessPoints: readonly AccessPoint[]): string {
  const inner = accessPoints
    .filter(({ security }) => security === 'enterprise')
    .map((point) => `"${point.identity}" MSCHAPV2,TTLS-MSCHAPV2 "${point.passphrase}" [2]\n`);
  return `* PEAP,TTLS,TLS\n${inner.join('')}`;
}

function hostapdConfig(point: AccessPoint, name: string): string {
  const security: Readonly<Record<AccessPoint['security'], readonly string[]>> = {
    open: [],
    'wpa2-psk': [
      ...['wpa=2', 'wpa_key_mgmt=WPA-PSK', 'rsn_pairwise=CCMP'],
      `wpa_passphrase=${point.passphrase}`,
    ],
    'wpa3-sae': [
      ...['wpa=2', 'wpa_key_mgmt=SAE', 'rsn_pairwise=CCMP', 'ieee80211w=2', 'sae_pwe=2'],
      `sae_password=${point.passphrase}`,
    ],
    enterprise: [
      ...['wpa=2', 'wpa_key_mgmt=WPA-EAP', 'rsn_pairwise=CCMP', 'ieee8021x=1', 'eap_server=1'],
      ...['eap_user_file=/radios/users', 'ca_cert=/radios/ca.pem'],
      ...['server_cert=/radios/ca.pem', 'private_key=/radios/key.pem'],
    ],
  };
  return [
    ...[`interface=${name}`, 'driver=nl80211', 'bridge=br0', 'hw_mode=g', 'channel=1'],
    `ssid=${point.ssid}`,
    `ignore_broadcast_ssid=${point.hidden ? 1 : 0}`,
    ...security[point.security],
    '',
  ].join('\n');
}

/** A guest that has gone on to another system does not listen there any more. */
const answerMs = 5_000;

/** Runs a shell command beside the access points, by the guest's second serial line. */
export async function commandRadios(socketPath: string, command: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(socketPath, () => socket.end(`${command}\n`));
    socket.setTimeout(answerMs, () => socket.destroy());
    socket.once('close', () => resolve());
    socket.once('error', reject);
    socket.resume();
  });
}
