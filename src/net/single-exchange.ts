import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { WebbootError } from '../errors.ts';
import { cancellation } from '../storage/cancellation.ts';
import type { HttpClient } from './http-client.ts';
import { explainNetworkError } from './network-error.ts';
import { proxyAnswerError, proxyAuthenticationRequired } from './proxy-error.ts';
import { refuseCoding } from './refuse-coding.ts';

export interface ResponseHead {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** `host:port` of the proxy that it came by, which may have answered in the server's place. */
  readonly proxy?: string;
}

export interface ExchangeOptions {
  /** First and last byte, both inclusive; without it the whole file is asked for. */
  readonly range?: { readonly first: number; readonly last: number };
  readonly signal?: AbortSignal | undefined;
  /** A small request has a deadline over all, see `startDeadline`; a long body only has to go on, see `startOutageWatch`. */
  readonly size: 'small' | 'long';
  /** Refuses the body by throwing. */
  readonly onHead: (head: ResponseHead) => void;
  /**
   * Borrowed bytes, valid within the call. `stop` ends the exchange as if it had ended here; a
   * promise pauses it until the promise settles.
   */
  readonly onBytes: (bytes: Uint8Array) => 'continue' | 'stop' | Promise<void>;
}

/** The Location of a redirect, or undefined when the answer was the final one. */
export function singleExchange(
  client: HttpClient,
  url: string,
  options: ExchangeOptions,
): Promise<string | undefined> {
  const { signal, range, onHead, onBytes } = options;
  const target = parseHttpUrl(url);
  const route = client.routeTo(target);
  const { proxy } = route;
  const authorization = client.authorization.get(target.origin);
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let settled = false;
    let ended = false;
    let idle: NodeJS.Timeout | undefined;
    const settle = (act: () => void) => {
      if (!settled) {
        settled = true;
        clearTimeout(idle);
        signal?.removeEventListener('abort', onAbort);
        act();
      }
    };
    const fail = (error: unknown) => {
      settle(() => reject(explainNetworkError(error, url, proxy)));
      controller?.abort(error instanceof Error ? error : new Error(String(error)));
    };
    // The answer may end with what has come, and its connection is then of further use. undici gives it the
    // next request only after a turn of its own.
    const finish = (location?: string) =>
      settle(() => {
        setImmediate(() => {
          if (!ended) controller?.abort(new Error('enough'));
          setImmediate(() => resolve(location));
        });
      });
    const onAbort = () => fail(cancellation(signal));
    const guard = (act: () => void) => {
      try {
        act();
      } catch (error) {
        fail(error);
      }
    };
    // The time that a sink takes is not held against the server.
    const pause = (until: Promise<void>) => {
      clearTimeout(idle);
      controller?.pause();
      until.then(() => {
        if (!settled) {
          idle = setTimeout(() => fail(silence(url)), client.limits.idleMs);
          controller?.resume();
        }
      }, fail);
    };
    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });
    // undici's own timer begins anew with each interim answer, of which there may be no end.
    const { connectMs, headersMs } = client.limits;
    idle = setTimeout(() => fail(noAnswer(url)), connectMs + headersMs);
    route.get(
      {
        'user-agent': client.userAgent,
        'accept-encoding': 'identity',
        ...(authorization !== undefined && { authorization }),
        ...(range && { range: `bytes=${range.first}-${range.last}` }),
      },
      {
        onRequestStart(dispatched) {
          controller = dispatched;
          if (settled) {
            dispatched.abort(new Error('cancelled'));
          }
        },
        onResponseStart(_controller, status, headers) {
          if (status < 200) return;
          if (proxy !== undefined && status === proxyAuthenticationRequired) {
            fail(proxyAnswerError(proxy, url, status));
            return;
          }
          // Of several, the first counts, as for curl.
          const [location] = [headers.location].flat();
          if (status >= 300 && status < 400 && location !== undefined) {
            finish(location);
            return;
          }
          clearTimeout(idle);
          idle = setTimeout(() => fail(silence(url)), client.limits.idleMs);
          guard(() => {
            if (status < 300) {
              refuseCoding(url, headers);
            }
            onHead({ url, status, headers, ...(proxy !== undefined && { proxy }) });
          });
        },
        onResponseData(_controller, chunk) {
          if (settled) return;
          guard(() => {
            const verdict = onBytes(chunk);
            if (verdict === 'stop') {
              finish();
            } else if (verdict === 'continue') {
              idle?.refresh();
            } else {
              pause(verdict);
            }
          });
        },
        onResponseEnd: () => {
          ended = true;
          finish();
        },
        onResponseError: (_controller, error) => fail(error),
      },
    );
  });
}

function noAnswer(url: string): WebbootError {
  return new WebbootError('connection-stalled', `${new URL(url).host} did not answer in time.`, {
    subject: url,
    remedy: 'Try again, another mirror, or another network.',
  });
}

function silence(url: string): WebbootError {
  return new WebbootError('connection-stalled', `${new URL(url).host} stopped sending.`, {
    subject: url,
    remedy: 'Try again, another mirror, or another network.',
  });
}

export function parseHttpUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new WebbootError('usage', `Not an http or https URL: ${url}`, {
      subject: url,
      remedy: 'Give a URL that starts with https:// or http://.',
    });
  }
  return parsed;
}
