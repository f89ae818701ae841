import { Resolver } from 'node:dns/promises';
import { errorCodes } from '../core/error-codes.ts';
import { WebbootError } from '../errors.ts';
import type { Network } from '../ports/network.ts';
import { type HostProbe, probeHost } from './probe-host.ts';
import type { TransportOptions } from './transport-options.ts';

/** More than a time zone, less than any certificate's life. */
const clockToleranceMs = 36 * 3600 * 1000;

export interface DiagnosisOptions {
  readonly transport: TransportOptions;
  /** The name servers in use. */
  readonly nameServers: () => Promise<readonly string[]>;
}

/**
 * The network, with what stands between it and a server told apart: no name server, a captive
 * portal, a wrong clock. Only the servers that are used anyway are asked.
 */
export function diagnosingNetwork(network: Network, options: DiagnosisOptions): Network {
  const honest = new Set<string>();
  const probe = (host: string, signal: AbortSignal | undefined) =>
    probeHost(host, options.transport, signal);

  const watched = async <T>(
    urls: readonly string[],
    signal: AbortSignal | undefined,
    act: () => Promise<T>,
  ): Promise<T> => {
    const plain = urls.find((url) => url.startsWith('http://') && URL.canParse(url));
    const host = plain === undefined ? undefined : new URL(plain).host;
    const unknown = host !== undefined && !honest.has(host);
    // Beside the request, so that it costs no time; and once a host.
    const probing = unknown ? probe(host, signal) : undefined;
    try {
      const result = await act();
      if (host !== undefined && (await probing)?.verdict === 'portal') throw portal(host);
      if (host !== undefined) honest.add(host);
      return result;
    } catch (error) {
      throw await diagnose(error, urls, {
        ...options,
        probe: (of) => probing ?? probe(of, signal),
      });
    }
  };
  return {
    open: (urls, signal, onNote) => watched(urls, signal, () => network.open(urls, signal, onNote)),
    fetchSmall: (urls, request) =>
      watched(urls, request?.signal, () => network.fetchSmall(urls, request)),
    download: (request) => watched(request.urls, request.signal, () => network.download(request)),
  };
}

interface Diagnosis extends DiagnosisOptions {
  readonly probe: (host: string) => Promise<HostProbe>;
}

async function diagnose(
  error: unknown,
  urls: readonly string[],
  { transport, nameServers, probe }: Diagnosis,
): Promise<unknown> {
  if (!(error instanceof WebbootError)) return error;
  const failed = error.subject?.split(' ')[0] ?? '';
  const url = [failed, ...urls].find((candidate) => URL.canParse(candidate));
  if (url === undefined) return error;
  const { host, hostname } = new URL(url);
  if (error.code === 'name-not-resolved' && transport.proxy === undefined) {
    return nameFailure(error, hostname, await nameServers());
  }
  if (errorCodes[error.code].portal !== true) return error;
  const { verdict, date } = await probe(host);
  if (verdict === 'portal' || verdict === 'perhaps-portal') return portal(host, error);
  if (error.code === 'tls-untrusted' && date !== undefined) {
    return clockFailure(error, host, date) ?? error;
  }
  return error;
}

function portal(host: string, cause?: unknown): WebbootError {
  return new WebbootError('captive-portal', `A login page answered instead of ${host}.`, {
    subject: host,
    remedy:
      'This network requires a login first. Log in with another device behind the same address, or choose another network.',
    cause,
  });
}

async function nameFailure(
  error: WebbootError,
  hostname: string,
  servers: readonly string[],
): Promise<WebbootError> {
  const list = servers.join(', ');
  if (servers.length === 0) {
    return new WebbootError(
      'name-not-resolved',
      `The network announced no name server, so ${hostname} cannot be looked up.`,
      {
        subject: hostname,
        remedy: 'Give one with webboot.dns=ADDRESS, or use an IP address instead of the name.',
        cause: error,
      },
    );
  }
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  const code = await resolver.resolve4(hostname).then(
    () => '',
    (reason: NodeJS.ErrnoException) => reason.code ?? '',
  );
  if (code !== 'ETIMEOUT' && code !== 'ECONNREFUSED') return error;
  return new WebbootError(
    'name-not-resolved',
    `The name server (${list}) does not answer, so ${hostname} cannot be looked up.`,
    {
      subject: hostname,
      remedy: 'Try again, or give another one with webboot.dns=ADDRESS.',
      cause: error,
    },
  );
}

function clockFailure(error: WebbootError, host: string, date: Date): WebbootError | undefined {
  const now = new Date();
  if (Math.abs(now.getTime() - date.getTime()) < clockToleranceMs) return undefined;
  const [here, there] = [now, date].map((time) =>
    time.toISOString().slice(0, 16).replace('T', ' '),
  );
  return new WebbootError(
    'clock-wrong',
    `The certificate of ${host} is not valid at this machine's time: its clock says ${here}, the server's ${there} (UTC).`,
    {
      subject: host,
      remedy: `Set the clock in the rescue shell with date -u -s "${there}".`,
      cause: error,
    },
  );
}
