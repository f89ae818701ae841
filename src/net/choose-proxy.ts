import { BlockList, isIP } from 'node:net';
import { WebbootError } from '../errors.ts';
import type { ProxySettings } from './transport-options.ts';

/**
 * The proxy for a target, by curl's rules; undefined if it is to be reached directly. Throws
 * WebbootError `usage` for a proxy that webboot cannot use.
 */
export function chooseProxy(
  target: URL,
  { http, https, all, none }: ProxySettings,
): URL | undefined {
  const text = (target.protocol === 'https:' ? https : http) ?? all;
  if (text === undefined || text.trim() === '') return undefined;
  return isExempt(target, none ?? '') ? undefined : parseProxy(text.trim());
}

/** `host:port` is an HTTP proxy, as for curl. */
function parseProxy(text: string): URL {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^socks/i.test(url.protocol)) {
    throw new WebbootError('usage', `${url.host} is a SOCKS proxy, which webboot cannot use.`, {
      subject: url.host,
      remedy: 'Set http_proxy and https_proxy to an HTTP proxy: http://HOST:PORT.',
    });
  }
  if ((url?.protocol !== 'http:' && url?.protocol !== 'https:') || url.hostname === '') {
    // What was given is not repeated: it may hold a password.
    throw new WebbootError('usage', 'The address of the proxy is not valid.', {
      remedy: 'Give it as http://HOST:PORT in http_proxy, https_proxy or all_proxy.',
    });
  }
  url.username = decodable(url.username);
  url.password = decodable(url.password);
  return url;
}

/** A percent sign may be a password's own: `http://me:100%@HOST`. */
function decodable(text: string): string {
  try {
    decodeURIComponent(text);
    return text;
  } catch {
    return text.replaceAll('%', '%25');
  }
}

/**
 * NO_PROXY as curl reads it: names that stand for themselves and all below them, with a dot, `*.` or
 * nothing in front; addresses and networks (`10.0.0.0/8`, `fe80::/10`); `*` for everything; each with
 * a port if it is for that only; commas or blanks in between.
 */
function isExempt(target: URL, none: string): boolean {
  const host = plainHost(target.hostname);
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return none
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => entry !== '' && fits(host, port, entry));
}

function fits(host: string, port: string, entry: string): boolean {
  if (entry === '*') return true;
  // A port follows a name, an IPv4 address or brackets; other colons are an IPv6 address's own.
  const match = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry);
  if (match !== null && match[2] !== port) return false;
  const name = plainHost(match?.[1] ?? entry);
  const [network = '', bits] = name.split('/');
  if (isIP(network) > 0) return isIP(host) > 0 && isWithin(host, network, bits);
  const domain = name.replace(/^\*?\./, '');
  return host === domain || host.endsWith(`.${domain}`);
}

function isWithin(host: string, network: string, bits: string | undefined): boolean {
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  const longest = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? longest : Number(bits);
  if (isIP(host) !== isIP(network) || !(prefix >= 0 && prefix <= longest)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(host, family);
}

/** Without the brackets of an IPv6 address and a root's dot. */
function plainHost(host: string): string {
  return host.replace(/^\[|\](?=$|\/)/g, '').replace(/\.$/, '');
}
