import { WebbootError } from '../errors.ts';
import { progressBytes, startDeadline, startOutageWatch } from './deadline.ts';
import type { HttpClient } from './http-client.ts';
import { type ExchangeOptions, parseHttpUrl, singleExchange } from './single-exchange.ts';

/**
 * One GET with its redirects (RFC 9110, sections 9.3.1, 14 and 15.4). The body is handed on as it
 * comes, not gathered. Throws WebbootError; what `onHead` and `onBytes` throw is passed on.
 */
export async function exchange(
  client: HttpClient,
  url: string,
  options: ExchangeOptions,
): Promise<void> {
  const { signal, size, onBytes } = options;
  parseHttpUrl(url);
  const start = size === 'small' ? startDeadline : startOutageWatch;
  const deadline = start(url, client.limits);
  try {
    await followRedirects(client, url, {
      ...options,
      signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
      onBytes: (bytes) => {
        const verdict = onBytes(bytes);
        deadline.received(verdict instanceof Promise ? progressBytes : bytes.length);
        return verdict;
      },
    });
  } catch (error) {
    throw deadline.signal.aborted && !signal?.aborted ? deadline.signal.reason : error;
  } finally {
    deadline.stop();
  }
}

async function followRedirects(
  client: HttpClient,
  url: string,
  options: ExchangeOptions,
): Promise<void> {
  const seen = new Set<string>();
  let current = url;
  while (seen.size <= client.limits.redirects && !seen.has(current)) {
    seen.add(current);
    const location = await singleExchange(client, current, options);
    if (location === undefined) return;
    current = redirectTarget(current, location);
  }
  const circle = seen.has(current);
  throw new WebbootError(
    'http-status',
    circle ? 'It redirects in a circle.' : `More than ${client.limits.redirects} redirects.`,
    { subject: url, remedy: 'Try another mirror.' },
  );
}

function redirectTarget(from: string, location: string): string {
  if (!URL.canParse(location, from)) {
    throw new WebbootError(
      'http-status',
      `The server redirects to an invalid address: ${location}`,
      {
        subject: from,
        remedy: 'Try another mirror.',
      },
    );
  }
  const target = new URL(location, from);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new WebbootError(
      'http-status',
      `${new URL(from).host} redirects to an address that is not HTTP (${target.protocol}).`,
      { subject: from, remedy: 'Try another mirror.' },
    );
  }
  // A server has no say in who webboot claims to be elsewhere.
  target.username = '';
  target.password = '';
  if (new URL(from).protocol === 'https:' && target.protocol !== 'https:') {
    throw new WebbootError(
      'insecure-redirect',
      `${new URL(from).host} redirects from HTTPS to ${target.protocol}//${target.host}.`,
      { subject: from, remedy: 'Try another mirror; if you want plain HTTP, give that URL.' },
    );
  }
  return target.href;
}
