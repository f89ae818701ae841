import { createSecureContext, getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Authorization } from './authorization.ts';
import { borrowingConnector, maxHeaderBytes } from './borrowing-connector.ts';
import { defaultLimits, type TransportLimits, type TransportOptions } from './transport-options.ts';

/** Connections of one user of the network, and the manners that they keep. */
export interface HttpClient {
  readonly dispatcher: Dispatcher;
  readonly limits: TransportLimits;
  readonly userAgent: string;
  readonly authorization: Authorization;
  /** Cuts every connection. */
  close(): Promise<void>;
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
    connect,
    requestTls: tls,
    proxyTls: tls,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: limits.headersMs,
    // The body's silence is watched in `exchange`, where a blocked sink can be told from it.
    bodyTimeout: 0,
    // undici reads the environment itself where these are undefined; the caller decides instead.
    httpProxy: options.proxy?.http ?? '',
    httpsProxy: options.proxy?.https ?? '',
    noProxy: options.proxy?.none ?? '',
  };
  const proxied = options.proxy?.http !== undefined || options.proxy?.https !== undefined;
  const dispatcher = proxied
    ? new EnvHttpProxyAgent(settings)
    : new Agent(
        purpose === 'bulk' ? { ...settings, connect: borrowingConnector(connect) } : settings,
      );
  return {
    dispatcher,
    limits,
    userAgent: options.userAgent ?? 'webboot',
    authorization: options.authorization ?? new Map(),
    close: () => dispatcher.destroy(),
  };
}

/** One context for all connections: to read the well-known certificates takes 25 ms each time. */
function trusting(ca: string) {
  const trusted = [...getCACertificates('default'), ca];
  return { secureContext: createSecureContext({ ca: trusted }) };
}
