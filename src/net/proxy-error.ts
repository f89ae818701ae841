import { WebbootError } from '../errors.ts';

/** RFC 9110, section 15.5.8: Proxy Authentication Required. */
export const proxyAuthenticationRequired = 407;

/** What a proxy answered to CONNECT, or in the target's place. */
export function proxyAnswerError(proxy: string, url: string, status: number): WebbootError {
  const { host } = new URL(url);
  if (status === proxyAuthenticationRequired) {
    return new WebbootError(
      'proxy-refused',
      `The proxy ${proxy} requires a user name and password.`,
      {
        subject: proxy,
        httpStatus: status,
        remedy: 'Give them in the address of the proxy: http://USER:PASSWORD@HOST:PORT.',
      },
    );
  }
  if (status >= 500) {
    return new WebbootError(
      'connection-refused',
      `The proxy ${proxy} cannot reach ${host} (status ${status}).`,
      { subject: url, remedy: 'Try again later or another mirror.' },
    );
  }
  return new WebbootError(
    'proxy-refused',
    `The proxy ${proxy} does not allow connections to ${host} (status ${status}).`,
    { subject: proxy, httpStatus: status, remedy: 'Choose a mirror that the proxy allows.' },
  );
}

/** No connection to the proxy itself. */
export function proxyUnreachable(proxy: string, why: string, cause: unknown): WebbootError {
  return new WebbootError('proxy-unreachable', `The proxy ${proxy} cannot be reached: ${why}`, {
    subject: proxy,
    remedy: 'Check the address of the proxy and that it is running, or do without it.',
    cause,
  });
}

/** The status of a proxy's answer to CONNECT, which undici tells in its message only. */
export function tunnelStatus(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const match = /^Proxy response \((\d{3})\)/.exec(error.message);
  return match === null ? tunnelStatus(error.cause) : Number(match[1]);
}
