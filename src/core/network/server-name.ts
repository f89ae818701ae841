import type { WifiSecurity } from './wifi.ts';

/**
 * Whether anybody with some certificate of a public authority could ask for the password of this
 * profile: an Enterprise network that names neither its server nor a CA of its own.
 */
export function trustsAnyServer({
  security,
  serverName,
  caCertificate,
}: {
  readonly security: WifiSecurity;
  readonly serverName?: string | undefined;
  readonly caCertificate?: string | undefined;
}): boolean {
  return security === 'enterprise' && serverName === undefined && caCertificate === undefined;
}

/**
 * A DNS name of two labels or more, in lower case; undefined for what is none. The certificate has
 * to be for it or for a name below it, so that a top-level domain alone would be no restriction.
 */
export function parseServerName(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  const labels = name.split('.');
  const isName = labels.every((label) => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(label));
  return isName && labels.length > 1 && name.length <= 253 ? name : undefined;
}

/** What a user name such as `me@example.org` says of its server (RFC 7542); often right. */
export function realmOf(identity: string): string | undefined {
  const at = identity.lastIndexOf('@');
  return at === -1 ? undefined : parseServerName(identity.slice(at + 1));
}
