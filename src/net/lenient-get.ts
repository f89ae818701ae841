import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { SecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { maxHeaderBytes } from './borrowing-connector.ts';

export interface LenientRequest {
  /** Of whoever is connected to, which may be a proxy: "http://HOST:PORT". */
  readonly origin: string;
  /** What is asked for: a path, or for a proxy a whole URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: { readonly secureContext?: SecureContext };
}

/**
 * One GET for servers whose answers undici cannot read: with a 100 that nobody asked for (RFC 9110,
 * section 15.2), headers over several lines, lines that end without CR, or both a length and chunks.
 * Its connection is used for nothing else, so that nothing in the answer is taken for the next one.
 */
export function getLeniently(
  { origin, path, headers, tls }: LenientRequest,
  handler: Dispatcher.DispatchHandler,
): void {
  const { protocol, hostname, port } = new URL(origin);
  const ask = protocol === 'https:' ? requestHttps : requestHttp;
  let response: IncomingMessage | undefined;
  let reason: Error | null = null;
  const request = ask({
    ...tls,
    host: hostname.replace(/^\[|\]$/g, ''),
    ...(port === '' ? {} : { port }),
    path,
    headers: { connection: 'close', ...headers },
    agent: false,
    insecureHTTPParser: true,
    maxHeaderSize: maxHeaderBytes,
  });
  const controller: Dispatcher.DispatchController = {
    get aborted() {
      return reason !== null;
    },
    get paused() {
      return response?.isPaused() ?? false;
    },
    get reason() {
      return reason;
    },
    abort(why) {
      reason = why;
      request.destroy(why);
    },
    pause: () => void response?.pause(),
    resume: () => void response?.resume(),
  };
  const fail = (error: Error) => handler.onResponseError?.(controller, reason ?? error);
  request.on('error', fail);
  request.on('response', (answer) => {
    response = answer;
    answer.on('error', fail);
    answer.on('data', (chunk) => handler.onResponseData?.(controller, chunk));
    answer.on('end', () => handler.onResponseEnd?.(controller, answer.trailers));
    handler.onResponseStart?.(controller, answer.statusCode ?? 0, answer.headers);
  });
  handler.onRequestStart?.(controller, {});
  request.end();
}

/** An error in a header that follows the length is reported as a body of another length. */
const unreadable = /^(?:HPE_.*|UND_ERR_RES_CONTENT_LENGTH_MISMATCH)$/;

/** What undici says of an interim answer 100. */
const interimWords = /^bad response$/;

/** Whether the head of an answer is of no kind that undici can read. */
export function isUnreadable(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const interim = code === 'UND_ERR_SOCKET' && interimWords.test(error.message);
  return error.name === 'HTTPParserError' || unreadable.test(code) || interim;
}
