import { createSecureContext, getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Authorization } from './authorization.ts';
import { borrowingConnector, maxHeaderBytes } from './borrowing-connector.ts';
import { chooseProxy } from './choose-proxy.ts';
import { getLeniently, unlessUnreadable } from './lenient-get.ts';
import { defaultLimits, type TransportLimits, type TransportOptions } from './transport-options.ts';

/** Connections of one user of the network, and the manners that they keep. */
export interface HttpClient {
  readonly limits: TransportLimits;
  readonly userAgent: string;
  readonly authorization: Authorization;
  /** Throws WebbootError `usage` for a proxy that cannot be used. */
  routeTo(target: URL): Route;
  /** Cuts every connection. */
  close(): Promise<void>;
}

/** How a server is reached. */
export interface Route {
  /** `host:port` of the proxy in between. */
  readonly proxy?: string;
  get(headers: Readonly<Record<string, string>>, handler: Dispatcher.DispatchHandler): void;
}

/** `bulk` is for long bodies whose bytes are taken within the handler. */
export function createHttpClient(
  options: TransportOptions,
  purpose: 'small' | 'bulk' = 'small',
): HttpClient {
  const limits = { ...defaultLimits, ...options.limits };
  const tls = options.ca ? trusting(options.ca) : {};
  const connect = { ...tls, allowH2: false, timeout: limits.connectMs };
  const settings = {
    // One file in several ranges wants several TCP windows, not streams that share one.
    allowH2: false,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: limits.headersMs,
    // The body's silence is watched in `exchange`, where a blocked sink can be told from it.
    bodyTimeout: 0,
  };
  const agent = new Agent({
    ...settings,
    connect: purpose === 'bulk' ? borrowingConnector(connect) : connect,
  });
  /** Servers whose answers only the lenient client can read. */
  const careless = new Set<string>();
  const tunnels = new Map<string, ProxyAgent>();
  const tunnelBy = ({ href }: URL): ProxyAgent => {
    const known = tunnels.get(href);
    if (known !== undefined) return known;
    const tunnel = new ProxyAgent({
      ...settings,
      uri: href,
      connectTimeout: limits.connectMs,
      requestTls: tls,
      proxyTls: tls,
    });
    tunnels.set(href, tunnel);
    return tunnel;
  };
  return {
    limits,
    userAgent: options.userAgent ?? 'webboot',
    authorization: options.authorization ?? new Map(),
    routeTo(target) {
      const path = `${target.pathname}${target.search}`;
      const proxy = chooseProxy(target, options.proxy ?? {});
      const get =
        (by: Dispatcher, { added, ...where }: ProxyRequest): Route['get'] =>
        (given, handler) => {
          const headers = { ...given, ...added };
          const again = () => {
            careless.add(where.origin);
            getLeniently({ ...where, headers, tls }, handler);
          };
          if (careless.has(where.origin)) return again();
          // Through a tunnel, only undici reaches the server.
          const read = by === agent ? unlessUnreadable(handler, again) : handler;
          by.dispatch({ ...where, method: 'GET', headers }, read);
        };
      const { origin, host } = target;
      if (proxy === undefined) return { get: get(agent, { origin, path }) };
      if (target.protocol === 'https:') {
        return { proxy: proxy.host, get: get(tunnelBy(proxy), { origin, path }) };
      }
      // The proxy is asked in the server's place (RFC 9112, section 3.2.2).
      return {
        proxy: proxy.host,
        get: get(agent, {
          origin: proxy.origin,
          path: `${origin}${path}`,
          added: { host, ...proxyAuthorization(proxy) },
        }),
      };
    },
    async close() {
      await Promise.all([agent, ...tunnels.values()].map((dispatcher) => dispatcher.destroy()));
    },
  };
}

interface ProxyRequest {
  readonly origin: string;
  readonly path: string;
  readonly added?: Readonly<Record<string, string>>;
}

function proxyAuthorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const userInfo = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(userInfo, 'utf8').toString('base64')}` };
}

/** One context for all connections: to read the well-known certificates takes 25 ms each time. */
function trusting(ca: string) {
  const trusted = [...getCACertificates('default'), ca];
  return { secureContext: createSecureContext({ ca: trusted }) };
}
