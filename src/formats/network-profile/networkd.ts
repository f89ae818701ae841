import type { HandedNetwork, NetworkToHandOn } from '../../core/network/handed-network.ts';
import { formatSupplicantConfig } from '../wifi/supplicant-config.ts';
import { placeCertificates, publicAuthorities } from './certificates.ts';
import type { ProfileFile } from './profile-file.ts';

/** What the live system's udev is to call the radio: wpa_supplicant wants a name. */
export const wifiName = 'wifi0';

const network = 'run/systemd/network';
const units = 'run/systemd/system';
const supplicantUnit = 'webboot-wifi.service';
const supplicantConfig = 'run/webboot/wpa_supplicant.conf';

/**
 * Files of systemd-networkd (systemd.network(5)), in /run, with what starts it where the live
 * system would not; for Wi-Fi a wpa_supplicant of its own, started when the radio appears.
 */
export function networkdFiles(handed: NetworkToHandOn): readonly ProfileFile[] {
  return [...addressFiles(handed), ...supplicantFiles(handed)];
}

/** Without the files that join a Wi-Fi network. Of several files that fit the first by name counts. */
export function addressFiles(handed: HandedNetwork): readonly ProfileFile[] {
  const { mac, wifi, vlan } = handed;
  const start = link(
    `${units}/multi-user.target.wants/systemd-networkd.service`,
    '/usr/lib/systemd/system/systemd-networkd.service',
  );
  const match = `[Match]\nMACAddress=${mac}\nType=${wifi === undefined ? 'ether' : 'wlan'}\n`;
  const own = `[Network]\n${addressLines(handed).join('')}`;
  if (vlan === undefined) return [text(`${network}/00-webboot.network`, `${match}\n${own}`), start];
  const name = `vlan${vlan}`;
  return [
    text(
      `${network}/00-webboot.netdev`,
      `[NetDev]\nName=${name}\nKind=vlan\n\n[VLAN]\nId=${vlan}\n`,
    ),
    // First, because the VLAN has the port's MAC address.
    text(`${network}/00-webboot-1.network`, `[Match]\nName=${name}\n\n${own}`),
    text(
      `${network}/00-webboot-2.network`,
      `${match}\n[Network]\nVLAN=${name}\nLinkLocalAddressing=no\n`,
    ),
    start,
  ];
}

/** Gives the radio of that address its name (systemd.link(5)). */
export function wifiNameFile(mac: string): ProfileFile {
  return text(
    `${network}/00-webboot.link`,
    `[Match]\nMACAddress=${mac}\nType=wlan\n\n[Link]\nName=${wifiName}\n`,
  );
}

function addressLines({ ip, nameServers }: HandedNetwork): readonly string[] {
  const dns = nameServers.map((server) => `DNS=${server}\n`);
  if (ip.method !== 'static') return ['DHCP=yes\n', ...dns];
  const gateway = ip.gateway === undefined ? [] : [`Gateway=${ip.gateway}\n`];
  return [`Address=${ip.address}/${ip.prefixLength}\n`, ...gateway, ...dns];
}

function supplicantFiles({ mac, wifi, certificates }: NetworkToHandOn): readonly ProfileFile[] {
  if (wifi === undefined) return [];
  const { files, paths } = placeCertificates(certificates, 'run/webboot');
  const config = formatSupplicantConfig({
    controlDirectory: '/run/wpa_supplicant',
    systemCertificates: publicAuthorities,
    profile: {
      ...wifi,
      ...(paths.ca === undefined ? {} : { caCertificate: paths.ca }),
      ...(paths.client === undefined ? {} : { clientCertificate: paths.client }),
      ...(paths.key === undefined ? {} : { privateKey: paths.key }),
    },
  });
  const device = `sys-subsystem-net-devices-${wifiName}.device`;
  const unit = [
    '[Unit]',
    'Description=The Wi-Fi network that webboot was joined to',
    `BindsTo=${device}`,
    `After=${device}`,
    '',
    '[Service]',
    `ExecStart=wpa_supplicant -i ${wifiName} -c /${supplicantConfig}`,
    'Restart=on-failure',
    '',
  ];
  return [
    { kind: 'file', path: supplicantConfig, secret: true, data: config },
    wifiNameFile(mac),
    text(`${units}/${supplicantUnit}`, unit.join('\n')),
    link(`${units}/${device}.wants/${supplicantUnit}`, `/${units}/${supplicantUnit}`),
    ...files,
  ];
}

function text(path: string, data: string): ProfileFile {
  return { kind: 'file', path, secret: false, data };
}

function link(path: string, target: string): ProfileFile {
  return { kind: 'symlink', path, target };
}
