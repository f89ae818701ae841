import { redact } from '../settings/redact.ts';
import { type Secret, secret } from '../settings/secret.ts';

/**
 * Where the bytes of an image lie, or those of a file beside it. Another way to get at images (a
 * torrent, a peer) is a member here, a case of `parseLocation` and `locationText`, and a transport
 * in boot/transports.
 */
export type ImageLocation = RemoteLocation | TorrentLocation | LocalLocation;

/** Whatever is not on this machine. */
export type AwayLocation = Exclude<ImageLocation, LocalLocation>;

export interface RemoteLocation {
  readonly kind: 'remote';
  /** http(s) URLs of the same bytes, best first; without user names and passwords. */
  readonly urls: readonly string[];
  /** What was in the addresses, for their origins only. */
  readonly credentials?: readonly OriginCredentials[];
  /** http(s) URLs of torrent files of it, which nobody vouches for. */
  readonly torrents?: readonly string[];
}

/** Of an image that is given out by BitTorrent alone. */
export interface TorrentLocation {
  readonly kind: 'torrent';
  /** http(s) URLs of the torrent file, best first, which nobody vouches for. */
  readonly torrents: readonly string[];
  /** What the image is called in it. */
  readonly fileName: string;
}

export interface LocalLocation {
  readonly kind: 'local';
  /** Of a file or a block device. */
  readonly path: string;
}

export interface OriginCredentials {
  /** As of the URL standard: "https://example.org:8443". */
  readonly origin: string;
  /** "user:password", percent-encoded. */
  readonly userInfo: Secret;
}

/** What a text stands for that a person, a parameter or a file has given. */
export type Address =
  | { readonly kind: 'location'; readonly location: ImageLocation }
  /** For the catalogue. */
  | { readonly kind: 'name' }
  /** An address or a path that cannot be used; or, with `maybeName`, that may still be a name. */
  | {
      readonly kind: 'wrong';
      readonly maybeName: boolean;
      readonly message: string;
      readonly remedy: string;
    };

/** Longer ones are no addresses that a server would take. */
const mostLetters = 4096;
const schemeOf = /^([a-z][a-z0-9+.-]{0,31}):\/\//i;
const imageName = /\.(?:iso|img|zip)$/i;

/** The one place where an address is told from a path and from a catalogue's name. */
export function parseLocation(text: string): Address {
  const address = text.trim();
  if (address.length > mostLetters) {
    return wrong('The address is too long.', `Give one of at most ${mostLetters} letters.`);
  }
  if (/^\/./s.test(address)) return parsePath(address);
  if (/^https?:/i.test(address)) return parseRemote(address);
  if (/^file:/i.test(address)) return parseFileUrl(address);
  if (/^magnet:/i.test(address)) {
    return wrong('webboot does not load torrents.', 'Give the https:// address of the ISO itself.');
  }
  const scheme = schemeOf.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined) {
    return wrong(
      `webboot does not load images by ${scheme}.`,
      'Many servers offer the same file by https: give an address that starts with https:// or http://.',
    );
  }
  return parseUnmarked(address);
}

/** One that names a server of the same bytes per URL. Their user names and passwords are set apart. */
export function remoteLocation(addresses: readonly string[]): RemoteLocation {
  const credentials = new Map<string, OriginCredentials>();
  const urls = addresses.map((address) => {
    const url = new URL(address);
    const { username, password, origin } = url;
    if (username !== '' || password !== '') {
      credentials.set(origin, { origin, userInfo: secret(`${username}:${password}`) });
    }
    url.username = '';
    url.password = '';
    url.hash = '';
    return url.href;
  });
  return {
    kind: 'remote',
    urls,
    ...(credentials.size > 0 && { credentials: [...credentials.values()] }),
  };
}

/** For the network alone: the URLs with the user names and passwords that belong to them. */
export function addressesOf({ urls, credentials = [] }: RemoteLocation): readonly string[] {
  return urls.map((url) => {
    const { origin } = new URL(url);
    const own = credentials.find((candidate) => candidate.origin === origin);
    return own === undefined ? url : url.replace('://', () => `://${own.userInfo.reveal()}@`);
  });
}

/** For a person, a log or a record: the first address, with no secret in it. */
export function locationText(location: ImageLocation): string {
  return location.kind === 'local' ? location.path : redact(urlsOf(location)[0] ?? '');
}

/** What somebody typed, a name or an address, for a person or a log: with no secret in it. */
export function typedText(text: string): string {
  const address = parseLocation(text);
  return address.kind === 'location' ? locationText(address.location) : redact(text);
}

/** Whether what somebody typed is not to be written down. */
export function holdsSecret(text: string): boolean {
  const address = parseLocation(text);
  const { credentials = [] } =
    address.kind === 'location' && address.location.kind === 'remote' ? address.location : {};
  return credentials.length > 0 || redact(text) !== text;
}

/** "example.org:8080", of each server that has it. */
export function hostsOf(location: ImageLocation): readonly string[] {
  return urlsOf(location).map((url) => new URL(url).host);
}

/** The name of the file there, as a disk can have it; '' where the address names none. */
export function nameIn(location: ImageLocation): string {
  if (location.kind === 'local') return location.path.slice(location.path.lastIndexOf('/') + 1);
  if (location.kind === 'torrent') return plainName(location.fileName);
  const { pathname } = new URL(location.urls[0] ?? '');
  return plainName(decode(pathname.slice(pathname.lastIndexOf('/') + 1)));
}

/** A name for an image of which nothing but its location is known: "download" is download.iso. */
export function imageNameIn(location: ImageLocation): string {
  const name = nameIn(location);
  if (location.kind === 'local' || /.\.[a-z0-9]{1,5}$/i.test(name)) return name;
  return `${name || new URL(urlsOf(location)[0] ?? '').hostname}.iso`;
}

/** Of the image itself, or of its torrent. */
function urlsOf(location: ImageLocation): readonly string[] {
  switch (location.kind) {
    case 'remote':
      return location.urls;
    case 'torrent':
      return location.torrents;
    case 'local':
      return [];
  }
}

function located(location: ImageLocation): Address {
  return { kind: 'location', location };
}

function wrong(message: string, remedy: string, maybeName = false): Address {
  return { kind: 'wrong', maybeName, message, remedy };
}

// The address is not repeated: what cannot be parsed may have a password anywhere.
function parseRemote(address: string): Address {
  if (URL.canParse(address)) return located(remoteLocation([address]));
  return wrong(
    'The address cannot be read.',
    'It must be https://HOST/PATH. Write special characters in a password as %XX.',
  );
}

function parsePath(path: string): Address {
  if (!path.includes('\0')) return located({ kind: 'local', path });
  return wrong('No file can have a name with a zero byte in it.', 'Check the path.');
}

function parseFileUrl(address: string): Address {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.host === '' && url.pathname.length > 1) {
    return parsePath(decode(url.pathname));
  }
  return wrong(
    'The address does not name a file on this machine.',
    'Give its path, starting with /.',
  );
}

function parseUnmarked(address: string): Address {
  if (/^\.{1,2}\//.test(address) || (imageName.test(address) && !address.includes('/'))) {
    return wrong(
      'A file must be given by its full path.',
      'Start it with /, such as /mnt/live.iso, or with https:// if it is an address.',
      true,
    );
  }
  if (!startsWithHost(address)) return { kind: 'name' };
  return wrong(
    'An address starts with https:// or http://.',
    address.includes('@') ? 'Put it in front.' : `Did you mean https://${address}?`,
    true,
  );
}

function startsWithHost(address: string): boolean {
  const [first = '', ...path] = address.split('/');
  return path.length > 0 && (/[.:@]/.test(first) || first === 'localhost');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a file may be called on any disk, and shown as on any terminal. */
function plainName(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_')
    .replace(/^\.+/, '')
    .slice(-200)
    .trim();
}
