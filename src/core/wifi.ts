export type WifiSecurity = 'open' | 'wpa2-psk' | 'wpa3-sae' | 'enterprise' | 'wep' | 'unknown';

/** How a WPA-Enterprise network checks who someone is (IEEE 802.1X, EAP). */
export type EapMethod = 'peap' | 'ttls' | 'tls';

/**
 * What it takes to join a network. Secrets: never logged, printed or put on a command line.
 * Certificates and keys are paths of PEM files on this machine.
 */
export interface WifiProfile {
  readonly ssid: string;
  readonly security: WifiSecurity;
  /** The network does not announce its name. */
  readonly hidden: boolean;
  /** Absent for an open network. */
  readonly passphrase?: string;
  /** For WPA-Enterprise, as all that follows. */
  readonly identity?: string;
  readonly eap?: EapMethod;
  readonly caCertificate?: string;
  readonly clientCertificate?: string;
  readonly privateKey?: string;
}
