import { randomBytes } from 'node:crypto';
import { exchange } from './exchange.ts';
import { createHttpClient } from './http-client.ts';
import type { ResponseHead } from './single-exchange.ts';
import type { TransportOptions } from './transport-options.ts';

export interface HostProbe {
  /** What answered, and whether that was a login page in the host's place. */
  readonly verdict: 'host' | 'portal' | 'perhaps-portal' | 'silent';
  /** The answer's Date header. */
  readonly date?: Date;
}

/** Nobody waits for a probe longer than this. */
const limits = { connectMs: 5_000, headersMs: 5_000, idleMs: 5_000 };
/** RFC 6585, section 6: Network Authentication Required. */
const authenticationRequired = 511;

/**
 * Asks a host, by plain HTTP, for a file that it cannot have. An honest one does not find it; a
 * captive portal redirects to its own page, or gives that page in the host's name. No other host
 * is asked. Never throws.
 */
export async function probeHost(
  host: string,
  options: TransportOptions,
  signal?: AbortSignal,
): Promise<HostProbe> {
  const url = `http://${host}/webboot-${randomBytes(8).toString('hex')}`;
  const client = createHttpClient({ ...options, limits: { ...options.limits, ...limits } });
  const heads: ResponseHead[] = [];
  try {
    await exchange(client, url, {
      signal,
      size: 'small',
      onHead: (head) => {
        heads.push(head);
      },
      onBytes: () => 'stop',
    });
  } catch {
    // Silence, or what is no HTTP.
  } finally {
    await client.close();
  }
  const [head] = heads;
  if (head === undefined) return { verdict: 'silent' };
  const date = new Date(String(head.headers.date ?? ''));
  return {
    verdict: judge(head, host),
    ...(Number.isNaN(date.getTime()) ? {} : { date }),
  };
}

function judge(head: ResponseHead, host: string): HostProbe['verdict'] {
  if (head.status === authenticationRequired) return 'portal';
  const page = head.status === 200 && /html/.test(String(head.headers['content-type'] ?? 'html'));
  if (!page) return 'host';
  // Some hosts give a page for whatever is asked for; only one elsewhere is sure to be a portal's.
  return new URL(head.url).host === host ? 'perhaps-portal' : 'portal';
}
