import type { IncomingHttpHeaders } from 'node:http';

export interface Site {
  readonly encrypted: boolean;
  /** `Host` as browsers send it for each of this machine's addresses. */
  readonly hosts: readonly string[];
}

/**
 * The status to refuse a request with; undefined if it may be answered. A page of another site can
 * make a browser ask, by a name that it points here (DNS rebinding) or from its own origin (CSRF).
 */
export function refusalOf(
  method: string,
  headers: IncomingHttpHeaders,
  { encrypted, hosts }: Site,
): number | undefined {
  const { host = '' } = headers;
  if (!hosts.includes(host.toLowerCase())) return 421;
  const site = headers['sec-fetch-site'];
  const navigates = headers['sec-fetch-mode'] === 'navigate';
  // A link on another page leads to the page itself, and to nothing that acts.
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !navigates) return 403;
  if (method === 'GET') return undefined;
  if (method !== 'POST') return 405;
  const own = `${encrypted ? 'https' : 'http'}://${host.toLowerCase()}`;
  if (headers.origin?.toLowerCase() !== own) return 403;
  if (headers['content-type'] !== 'application/json') return 415;
  return undefined;
}

/** The hosts of addresses on a port, without the port where the scheme implies it. */
export function hostsOf(
  addresses: readonly string[],
  port: number,
  usual: number,
): readonly string[] {
  const suffix = port === usual ? '' : `:${port}`;
  return addresses.map((address) => `${address}${suffix}`.toLowerCase());
}

/** One cookie of a `Cookie` header (RFC 6265, section 4.2.1). */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
