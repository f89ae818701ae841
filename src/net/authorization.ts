/** The Authorization header (RFC 7617) by the origin that it is for. */
export type Authorization = ReadonlyMap<string, string>;

/**
 * Takes user names and passwords out of URLs, so that no error, note or result repeats them. They
 * are sent to their own origin alone, whoever redirects where. A text that is no URL stays as it is.
 */
export function takeCredentials(addresses: readonly string[]): {
  readonly urls: readonly string[];
  readonly authorization: Authorization;
} {
  const authorization = new Map<string, string>();
  const urls = addresses.map((address) => {
    if (!URL.canParse(address)) return address;
    const url = new URL(address);
    const { username, password, origin } = url;
    if (username === '' && password === '') return address;
    const userInfo = `${decode(username)}:${decode(password)}`;
    authorization.set(origin, `Basic ${Buffer.from(userInfo, 'utf8').toString('base64')}`);
    url.username = '';
    url.password = '';
    return url.href;
  });
  return { urls, authorization };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
