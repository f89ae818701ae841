import type { ErrorCode } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import { proxyAnswerError, proxyUnreachable, tunnelStatus } from './proxy-error.ts';

const refused = ['ECONNREFUSED', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'ECONNABORTED'];
const unknown = /^(ENOTFOUND$|EAI_)/;
const lost = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'];
const stalled = ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'];
const tls =
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

interface Explanation {
  readonly code: ErrorCode;
  readonly text: string;
  readonly remedy: string;
}

/** Puts a socket's, a resolver's or undici's error into a person's words. */
export function explainNetworkError(error: unknown, url: string, proxy?: string): WebbootError {
  if (error instanceof WebbootError) return error;
  if (proxy !== undefined) {
    const status = tunnelStatus(error);
    if (status !== undefined) return proxyAnswerError(proxy, url, status);
    if (neverConnected(codeOf(error))) {
      return proxyUnreachable(proxy, explain(codeOf(error), proxy, messageOf(error)).text, error);
    }
  }
  const host = URL.canParse(url) ? new URL(url).host : url;
  const { code, text, remedy } = explain(codeOf(error), host, messageOf(error));
  return new WebbootError(code, text, { subject: url, remedy, cause: error });
}

/** There was no connection, so that whoever was to be connected to is at fault. */
function neverConnected(code: string): boolean {
  return refused.includes(code) || unknown.test(code) || code === 'UND_ERR_CONNECT_TIMEOUT';
}

/** The connection has ended before the answer. */
export function isLost(error: unknown): boolean {
  return lost.includes(codeOf(error));
}

function explain(code: string, host: string, message: string): Explanation {
  if (unknown.test(code)) {
    return {
      code: 'name-not-resolved',
      text: `The name ${host} is not known to the name server.`,
      remedy: 'Check the spelling and the DNS server (/etc/resolv.conf), or try another mirror.',
    };
  }
  if (code === 'ENETUNREACH' || code === 'ENETDOWN') {
    return {
      code: 'no-network',
      text: `There is no route to ${host}.`,
      remedy: 'Connect a cable or choose a Wi-Fi network, then try again.',
    };
  }
  if (refused.includes(code)) {
    return {
      code: 'connection-refused',
      text: `${host} refused the connection (${code}).`,
      remedy: 'The server may be down, or a firewall may block it. Try another mirror or a proxy.',
    };
  }
  if (stalled.includes(code)) {
    return {
      code: 'connection-stalled',
      text: `${host} did not answer in time.`,
      remedy: 'Try again, another mirror, or another network.',
    };
  }
  if (tls.test(code)) {
    return {
      code: 'tls-untrusted',
      // Node appends advice about its own options.
      text: `The certificate of ${host} is not trusted: ${message.split(';')[0]}`,
      remedy:
        'Check the clock of this machine; for a server with a private CA, pass its certificate with --ca.',
    };
  }
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return {
      code: 'encoding-unexpected',
      text: `${host} answered with something that is not HTTP: ${message}`,
      remedy: 'Check the URL and its port.',
    };
  }
  if (lost.includes(code)) {
    return {
      code: 'connection-lost',
      text: `${host} cut the connection: ${message}`,
      remedy: 'Try again or another mirror.',
    };
  }
  return {
    code: 'connection-refused',
    text: `No connection to ${host}: ${message}`,
    remedy: 'Check the URL and the proxy settings.',
  };
}

// With several addresses Node throws an AggregateError that carries the first one's code.
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // undici's parser does not always carry llhttp's code.
  const unnamed = error.name === 'HTTPParserError' ? 'HPE_' : '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : unnamed;
  const inner = error.cause instanceof Error ? codeOf(error.cause) : '';
  return code.startsWith('UND_ERR_PRX') && inner !== '' ? inner : code || inner;
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(messageOf).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}
