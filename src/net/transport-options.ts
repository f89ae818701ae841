import type { Authorization } from './authorization.ts';

/** Patience and bounds of the transport, in milliseconds and bytes. */
export interface TransportLimits {
  readonly connectMs: number;
  /** From the request to the answer's headers. */
  readonly headersMs: number;
  /** An idle connection is kept for this long at most, less if its server says so. */
  readonly warmMs: number;
  /** Without a byte of an answer's body. */
  readonly idleMs: number;
  /** A small request, redirects included, if it comes at less than `leastBytesPerSecond`. */
  readonly smallMs: number;
  readonly leastBytesPerSecond: number;
  readonly redirects: number;
  /** Tries of one small request on one mirror. */
  readonly attempts: number;
  /** Wait before the second try; doubled for each one after it, up to `backoffMaxMs`. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** A busy server is asked again for this long in all, after at most `busyWaitMaxMs` each time. */
  readonly busyMs: number;
  readonly busyWaitMaxMs: number;
  /** The first wait, if the server does not say how long; doubled each time. */
  readonly busyFirstMs: number;
  /** A download gives up after this long without progress on any mirror. */
  readonly outageMs: number;
  /** A download's connection is judged by its speed after this long. */
  readonly slowAfterMs: number;
  /** Failures of one mirror, with hardly a byte in between, after which a download leaves it. */
  readonly mirrorFailures: number;
}

export const defaultLimits: TransportLimits = {
  connectMs: 10_000,
  headersMs: 15_000,
  warmMs: 30_000,
  idleMs: 15_000,
  smallMs: 30_000,
  leastBytesPerSecond: 16 * 1024,
  // As many as curl follows.
  redirects: 50,
  attempts: 3,
  backoffMs: 250,
  backoffMaxMs: 8_000,
  busyMs: 300_000,
  busyWaitMaxMs: 120_000,
  busyFirstMs: 2_000,
  outageMs: 120_000,
  slowAfterMs: 5_000,
  mirrorFailures: 40,
};

export interface ProxySettings {
  readonly http?: string;
  readonly https?: string;
  /** For both, where they do not say otherwise. */
  readonly all?: string;
  /** Hosts that are reached directly, see `chooseProxy`. */
  readonly none?: string;
}

/** Plain data: it also travels to the transfer's own thread. */
export interface TransportOptions {
  readonly proxy?: ProxySettings;
  /** PEM certificates that are trusted beside the well-known ones. */
  readonly ca?: string;
  readonly userAgent?: string;
  readonly authorization?: Authorization;
  readonly limits?: Partial<TransportLimits>;
}

/** `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` as curl and wget read them; lower case wins. */
export function proxyFromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): ProxySettings {
  // HTTP_PROXY in capitals is left out as in curl: a CGI server sets it from a request's header.
  const http = env.http_proxy;
  const https = env.https_proxy ?? env.HTTPS_PROXY;
  const all = env.all_proxy ?? env.ALL_PROXY;
  const none = env.no_proxy ?? env.NO_PROXY;
  return {
    ...(http && { http }),
    ...(https && { https }),
    ...(all && { all }),
    ...(none && { none }),
  };
}
