import { pbkdf2Sync } from 'node:crypto';
import type { WifiProfile } from '../../core/network/wifi.ts';
import { escapedText, hexText } from './escaped-text.ts';

export interface SupplicantConfig {
  /** Directory of the control socket. */
  readonly controlDirectory: string;
  /** Two letters. */
  readonly country?: string;
  /** Absent: only to scan. */
  readonly profile?: WifiProfile;
  /** PEM certificates for Enterprise networks that name no CA of their own. */
  readonly systemCertificates: string;
}

/**
 * Writes wpa_supplicant.conf (wpa_supplicant.conf(5)). Texts that people give are written as
 * octets, so that none of them can add a line.
 */
export function formatSupplicantConfig(config: SupplicantConfig): string {
  const { controlDirectory, country, profile } = config;
  const lines = [
    `ctrl_interface=${controlDirectory}`,
    // Both ways to derive SAE's password element, as access points of either kind exist.
    'sae_pwe=2',
    ...(country === undefined ? [] : [`country=${country}`]),
    ...(profile === undefined ? [] : ['network={', ...networkLines(profile, config), '}']),
  ];
  return `${lines.join('\n')}\n`;
}

function networkLines(profile: WifiProfile, config: SupplicantConfig): readonly string[] {
  return [
    `ssid=${hexText(profile.ssid)}`,
    ...(profile.hidden ? ['scan_ssid=1'] : []),
    ...securityLines(profile, config),
  ];
}

function securityLines(profile: WifiProfile, config: SupplicantConfig): readonly string[] {
  const { ssid, security, passphrase = '' } = profile;
  switch (security) {
    case 'open':
      return ['key_mgmt=NONE'];
    case 'wpa3-sae':
      return ['key_mgmt=SAE', 'ieee80211w=2', `sae_password=${escapedText(passphrase)}`];
    case 'enterprise':
      return enterpriseLines(profile, config);
    default:
      return [
        'key_mgmt=WPA-PSK WPA-PSK-SHA256 SAE',
        'ieee80211w=1',
        `psk=${preSharedKey(passphrase, ssid)}`,
        `sae_password=${escapedText(passphrase)}`,
      ];
  }
}

/** IEEE 802.11, annex J.4: the key of a passphrase; 64 hexadecimal digits are the key itself. */
export function preSharedKey(passphrase: string, ssid: string): string {
  if (/^[\da-f]{64}$/i.test(passphrase)) return passphrase;
  return pbkdf2Sync(passphrase, ssid, 4096, 32, 'sha1').toString('hex');
}

function enterpriseLines(profile: WifiProfile, config: SupplicantConfig): readonly string[] {
  const { eap = 'peap', identity = '', passphrase = '', clientCertificate, privateKey } = profile;
  const { anonymousIdentity, phase2 = 'mschapv2' } = profile;
  const { serverName } = profile;
  const authority = profile.caCertificate ?? config.systemCertificates;
  const common = [
    'key_mgmt=WPA-EAP WPA-EAP-SHA256',
    `eap=${eap.toUpperCase()}`,
    `identity=${escapedText(identity)}`,
    ...(anonymousIdentity === undefined
      ? []
      : [`anonymous_identity=${escapedText(anonymousIdentity)}`]),
    // Without it any access point of that name would be told the password.
    `ca_cert=${escapedText(authority)}`,
    // And without this, one with any public certificate.
    ...(serverName === undefined ? [] : [`domain_suffix_match=${escapedText(serverName)}`]),
  ];
  if (eap !== 'tls') {
    const inner = `phase2="auth=${phase2.toUpperCase()}"`;
    return [...common, `password=${escapedText(passphrase)}`, inner];
  }
  return [
    ...common,
    `client_cert=${escapedText(clientCertificate ?? '')}`,
    `private_key=${escapedText(privateKey ?? '')}`,
    ...(passphrase === '' ? [] : [`private_key_passwd=${escapedText(passphrase)}`]),
  ];
}
