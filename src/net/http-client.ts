import { createSecureContext, getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Authorization } from './authorization.ts';
import { borrowingConnector, maxHeaderBytes } from './borrowing-connector.ts';
import { chooseProxy } from './choose-proxy.ts';
import { getLeniently, isUnreadable } from './lenient-get.ts';
import { isLost } from './network-error.ts';
import { orAgain } from './or-again.ts';
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

/** The bytes of bodies are to be taken within the handler. */
export function createHttpClient(options: TransportOptions): HttpClient {
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
    keepAliveTimeout: limits.warmMs,
    keepAliveMaxTimeout: limits.warmMs,
  };
  const agent = new Agent({ ...settings, connect: borrowingConnector(connect) });
  /** Its connections have served nobody before. */
  const fresh = new Agent({
    ...settings,
    connect: borrowingConnector(connect),
    keepAliveTimeout: 1,
    keepAliveMaxTimeout: 1,
  });
  /** Servers to which there may be a connection, which they may have given up meanwhile. */
  const known = new Set<string>();
  /** Servers whose answers only the lenient client can read. */
  const careless = new Set<string>();
  const tunnels = new Map<string, ProxyAgent>();
  const tunnelBy = ({ href }: URL): ProxyAgent => {
    const made = tunnels.get(href);
    if (made !== undefined) return made;
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
          if (by !== agent) {
            by.dispatch({ ...where, method: 'GET', headers }, handler);
            return;
          }
          const ask = (next: Agent, read: Dispatcher.DispatchHandler) => {
            next.dispatch({ ...where, method: 'GET', headers }, orAgain(read, isUnreadable, again));
          };
          const isCold = !known.has(where.origin);
          known.add(where.origin);
          // A server is not to blame for a connection that died while it was idle.
          ask(agent, isCold ? handler : orAgain(handler, isLost, () => ask(fresh, handler)));
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
      await Promise.all(
        [agent, fresh, ...tunnels.values()].map((dispatcher) => dispatcher.destroy()),
      );
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
