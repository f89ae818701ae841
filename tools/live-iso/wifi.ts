import type { WifiService } from './options.ts';

/** The network that the access point of such a live system spreads. */
export const liveAir = { ssid: 'Home', passphrase: 'correct horse', prefix: '10.77.0' } as const;

const services: Readonly<Record<WifiService, readonly string[]>> = {
  NetworkManager: ['network-manager', 'wpasupplicant'],
  iwd: ['iwd', 'dbus'],
  netplan: ['netplan.io', 'wpasupplicant'],
  networkd: ['wpasupplicant'],
};

/** The service's own, and those of the access point; Debian starts none of the latter by itself. */
export function wifiPackages(service: WifiService): readonly string[] {
  return [...services[service], 'hostapd', 'dnsmasq-base', 'iw'];
}

/**
 * Two simulated radios, before any service looks for one: the second, in a network namespace of its
 * own where no service of the system sees it, is an access point that gives addresses.
 */
const air = `#!/bin/sh -e
modprobe mac80211_hwsim radios=2
ip netns add air
iw phy phy1 set netns name air
cd /etc/air
ip -n air addr add ${liveAir.prefix}.1/24 dev wlan1
ip netns exec air hostapd -B hostapd.conf
ip netns exec air dnsmasq --conf-file=/dev/null --port=0 --dhcp-range=${liveAir.prefix}.10,${liveAir.prefix}.50
`;

const unit = `[Unit]
DefaultDependencies=no
After=local-fs.target systemd-udevd.service systemd-modules-load.service
Before=network-pre.target NetworkManager.service iwd.service systemd-networkd.service
Wants=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/etc/air/start

[Install]
WantedBy=sysinit.target
`;

const hostapd = `interface=wlan1
driver=nl80211
hw_mode=g
channel=1
ssid=${liveAir.ssid}
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=${liveAir.passphrase}
`;

/** For a shell within the root. iwd gets its addresses from networkd, as webboot hands them on. */
export function wifiScript(service: WifiService): string {
  const file = (path: string, content: string) => `cat >${path} <<"EOF"\n${content}EOF\n`;
  return [
    'mkdir -p /etc/air\n',
    file('/etc/air/start', air),
    file('/etc/air/hostapd.conf', hostapd),
    file('/etc/systemd/system/air.service', unit),
    'chmod 755 /etc/air/start\nchmod 600 /etc/air/hostapd.conf\nsystemctl enable air.service\n',
    service === 'iwd' ? 'systemctl enable iwd.service systemd-networkd.service\n' : '',
  ].join('');
}
