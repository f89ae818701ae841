import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { WebbootError } from '../errors.ts';
import { cancellation } from '../storage/cancellation.ts';
import type { HttpClient } from './http-client.ts';
import { explainNetworkError } from './network-error.ts';

export interface ResponseHead {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

export interface ExchangeOptions {
  /** First and last byte, both inclusive; without it the whole file is asked for. */
  readonly range?: { readonly first: number; readonly last: number };
  readonly signal?: AbortSignal | undefined;
  /** Refuses the body by throwing. */
  readonly onHead: (head: ResponseHead) => void;
  /**
   * Borrowed bytes, valid within the call. `stop` ends the exchange as if it had ended here; a
   * promise pauses it until the promise settles.
   */
  readonly onBytes: (bytes: Uint8Array) => 'continue' | 'stop' | Promise<void>;
}

/**
 * One GET with its redirects (RFC 9110, sections 9.3.1, 14 and 15.4). The body is handed on as it
 * comes, not gathered. Throws WebbootError; what `onHead` and `onBytes` throw is passed on.
 */
export async function exchange(
  client: HttpClient,
  url: string,
  options: ExchangeOptions,
): Promise<void> {
  let current = url;
  for (let hops = 0; hops <= client.limits.redirects; hops += 1) {
    const location = await singleExchange(client, current, options);
    if (location === undefined) {
      return;
    }
    current = redirectTarget(current, location);
  }
  throw new WebbootError(
    'http-status',
    `More than ${client.limits.redirects} redirects, perhaps in a circle`,
    { subject: url, remedy: 'Try another mirror.' },
  );
}

/** The Location of a redirect, or undefined when the answer was the final one. */
function singleExchange(
  client: HttpClient,
  url: string,
  options: ExchangeOptions,
): Promise<string | undefined> {
  const { signal, range, onHead, onBytes } = options;
  const target = parseHttpUrl(url);
  const authorization = client.authorization.get(target.origin);
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let settled = false;
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
      settle(() => reject(explainNetworkError(error, url)));
      controller?.abort(error instanceof Error ? error : new Error(String(error)));
    };
    const finish = (location?: string) => settle(() => resolve(location));
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
    client.dispatcher.dispatch(
      {
        origin: target.origin,
        path: `${target.pathname}${target.search}`,
        method: 'GET',
        headers: {
          'user-agent': client.userAgent,
          'accept-encoding': 'identity',
          ...(authorization !== undefined && { authorization }),
          ...(range && { range: `bytes=${range.first}-${range.last}` }),
        },
      },
      {
        onRequestStart(dispatched) {
          controller = dispatched;
          if (settled) {
            dispatched.abort(new Error('cancelled'));
          }
        },
        onResponseStart(_controller, status, headers) {
          if (status < 200) {
            return;
          }
          const { location } = headers;
          if (status >= 300 && status < 400 && typeof location === 'string') {
            finish(location);
            controller?.abort(new Error('redirected'));
            return;
          }
          idle = setTimeout(() => fail(silence(url)), client.limits.idleMs);
          guard(() => {
            if (status < 300) {
              refuseEncoding(url, headers);
            }
            onHead({ url, status, headers });
          });
        },
        onResponseData(_controller, chunk) {
          if (settled) {
            return;
          }
          guard(() => {
            const verdict = onBytes(chunk);
            if (verdict === 'stop') {
              finish();
              controller?.abort(new Error('enough'));
            } else if (verdict === 'continue') {
              idle?.refresh();
            } else {
              pause(verdict);
            }
          });
        },
        onResponseEnd: () => finish(),
        onResponseError: (_controller, error) => fail(error),
      },
    );
  });
}

function silence(url: string): WebbootError {
  return new WebbootError('connection-stalled', `${new URL(url).host} stopped sending`, {
    subject: url,
    remedy: 'Try again, another mirror, or another network.',
  });
}

function parseHttpUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new WebbootError('usage', `Not an http or https URL: ${url}`, {
      subject: url,
      remedy: 'Give a URL that starts with https:// or http://.',
    });
  }
  return parsed;
}

function redirectTarget(from: string, location: string): string {
  if (!URL.canParse(location, from)) {
    throw new WebbootError('http-status', `A redirect to nowhere: ${location}`, {
      subject: from,
      remedy: 'Try another mirror.',
    });
  }
  const target = new URL(location, from);
  // A server has no say in who webboot claims to be elsewhere.
  target.username = '';
  target.password = '';
  if (new URL(from).protocol === 'https:' && target.protocol !== 'https:') {
    throw new WebbootError(
      'insecure-redirect',
      `${new URL(from).host} redirects from HTTPS to ${target.protocol}//${target.host}`,
      { subject: from, remedy: 'Try another mirror; if plain HTTP is meant, name it by its URL.' },
    );
  }
  return target.href;
}

/** Bytes are asked for as they are (`identity`); a coded body would not be the file's bytes. */
function refuseEncoding(url: string, headers: IncomingHttpHeaders): void {
  const content = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  const transfer = String(headers['transfer-encoding'] ?? 'chunked').toLowerCase();
  if (content !== 'identity' || transfer !== 'chunked') {
    throw new WebbootError(
      'encoding-unexpected',
      `${new URL(url).host} sends the file coded as ${content === 'identity' ? transfer : content}`,
      { subject: url, remedy: 'Try another mirror, or go round the proxy in between.' },
    );
  }
}
