import type { NetworkToHandOn } from '../../core/network/handed-network.ts';
import type { Phase2Method, WifiProfile } from '../../core/network/wifi.ts';
import { hexText } from '../wifi/escaped-text.ts';
import { type CertificatePaths, placeCertificates, publicAuthorities } from './certificates.ts';
import { formatKeyFile, type Section } from './key-file.ts';
import { addressFiles } from './networkd.ts';
import type { ProfileFile } from './profile-file.ts';

/** A file of iwd (iwd.network(5)), which only reads /var/lib/iwd; addresses come from networkd. */
export function iwdFiles(network: NetworkToHandOn): readonly ProfileFile[] {
  const { wifi } = network;
  if (wifi === undefined) return [];
  const { files, paths } = placeCertificates(network.certificates, 'run/webboot');
  const data = formatKeyFile([
    ['Settings', { Hidden: wifi.hidden ? 'true' : undefined, AutoConnect: 'true' }],
    ['Security', securityOf(wifi, paths)],
  ]);
  return [
    { kind: 'file', path: `var/lib/iwd/${fileName(wifi)}`, secret: true, data },
    ...addressFiles(network),
    ...files,
  ];
}

/** Letters, digits, blanks, `-` and `_` stand for themselves; any other name is written as octets. */
function fileName({ ssid, security }: WifiProfile): string {
  const name = /^[A-Za-z0-9 _-]+$/.test(ssid) ? ssid : `=${hexText(ssid)}`;
  return `${name}.${security === 'open' ? 'open' : security === 'enterprise' ? '8021x' : 'psk'}`;
}

function securityOf(wifi: WifiProfile, paths: CertificatePaths): Section[1] {
  const { security, passphrase } = wifi;
  if (security === 'open') return {};
  if (security === 'enterprise') return enterpriseOf(wifi, paths);
  const isKey = security !== 'wpa3-sae' && /^[\da-f]{64}$/i.test(passphrase ?? '');
  return isKey ? { PreSharedKey: passphrase } : { Passphrase: passphrase };
}

const tunneled: Readonly<Record<Phase2Method, string>> = {
  mschapv2: 'Tunneled-MSCHAPv2',
  mschap: 'Tunneled-MSCHAP',
  pap: 'Tunneled-PAP',
  chap: 'Tunneled-CHAP',
  gtc: 'GTC',
};

function enterpriseOf(wifi: WifiProfile, paths: CertificatePaths): Section[1] {
  const { eap = 'peap', phase2 = 'mschapv2', identity, passphrase } = wifi;
  const prefix = `EAP-${eap.toUpperCase()}`;
  const common = {
    'EAP-Method': eap.toUpperCase(),
    [`${prefix}-CACert`]: paths.ca ?? publicAuthorities,
    // A leading asterisk stands for one label or several.
    [`${prefix}-ServerDomainMask`]:
      wifi.serverName === undefined ? undefined : `${wifi.serverName};*.${wifi.serverName}`,
  };
  if (eap === 'tls') {
    return {
      ...common,
      'EAP-Identity': identity,
      [`${prefix}-ClientCert`]: paths.client,
      [`${prefix}-ClientKey`]: paths.key,
      [`${prefix}-ClientKeyPassphrase`]: passphrase,
    };
  }
  return {
    ...common,
    'EAP-Identity': wifi.anonymousIdentity ?? identity,
    [`${prefix}-Phase2-Method`]: eap === 'peap' ? phase2.toUpperCase() : tunneled[phase2],
    [`${prefix}-Phase2-Identity`]: identity,
    [`${prefix}-Phase2-Password`]: passphrase,
  };
}
