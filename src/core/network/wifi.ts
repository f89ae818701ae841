export type WifiSecurity = 'open' | 'wpa2-psk' | 'wpa3-sae' | 'enterprise' | 'wep' | 'unknown';

/** How a WPA-Enterprise network checks who someone is (IEEE 802.1X, EAP). */
export type EapMethod = 'peap' | 'ttls' | 'tls';

/** How the password is told within the tunnel of PEAP or TTLS. */
export type Phase2Method = 'mschapv2' | 'mschap' | 'pap' | 'chap' | 'gtc';

/** What each outer method can carry, the usual one first; TLS has no inner one. */
export const phase2Methods: Readonly<Record<EapMethod, readonly Phase2Method[]>> = {
  peap: ['mschapv2', 'gtc'],
  ttls: ['mschapv2', 'pap', 'mschap', 'chap'],
  tls: [],
};

/**
 * What it takes to join a network. Secrets: never logged, printed or put on a command line.
 * Certificates and keys are paths of PEM files on this machine.
 */
export interface WifiProfile {
  readonly ssid: string;
  readonly security: WifiSecurity;
  /** The network does not announce its name. */
  readonly hidden: boolean;
  /** Absent for an open network; that of the private key for TLS, where it has one. */
  readonly passphrase?: string;
  /** For WPA-Enterprise, as all that follows. */
  readonly identity?: string;
  /** What is told outside the tunnel, for everybody to hear. */
  readonly anonymousIdentity?: string;
  readonly eap?: EapMethod;
  readonly phase2?: Phase2Method;
  /** DNS name that the server's certificate has to be for, or for one below it. */
  readonly serverName?: string;
  readonly caCertificate?: string;
  readonly clientCertificate?: string;
  readonly privateKey?: string;
}
