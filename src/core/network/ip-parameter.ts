import { ipVersion, parsePrefixLength, usualPrefixLength } from './ip-address.ts';

/** How an interface gets its addresses. */
export type IpSettings =
  /** DHCP and router advertisements. */
  | { readonly method: 'automatic' }
  | {
      readonly method: 'static';
      readonly address: string;
      readonly prefixLength: number;
      readonly gateway?: string;
    }
  | { readonly method: 'none' };

export interface IpParameter {
  readonly settings: IpSettings;
  /** The interface that it is for. */
  readonly device?: string;
  readonly hostname?: string;
  readonly nameServers: readonly string[];
}

export type IpParameterResult =
  | { readonly kind: 'parsed'; readonly parameter: IpParameter }
  | { readonly kind: 'wrong'; readonly reason: string };

const automatic = ['on', 'any', 'dhcp', 'bootp', 'rarp', 'both'];
const none = ['off', 'none'];

/**
 * The kernel's `ip=` (Documentation/admin-guide/nfs/nfsroot.rst):
 * `CLIENT:SERVER:GATEWAY:NETMASK:HOSTNAME:DEVICE:AUTOCONF:DNS0:DNS1:NTP0`, or AUTOCONF alone.
 * As in dracut, IPv6 addresses stand in brackets, and the mask may be a prefix length. Server and
 * NTP are not used; BOOTP and RARP become DHCP, the one of them that is left.
 */
export function parseIpParameter(text: string): IpParameterResult {
  const fields = splitFields(text);
  const [only = ''] = fields;
  if (fields.length === 1 && [...automatic, ...none].includes(only)) {
    return parsed({ settings: byAutoconf(only), nameServers: [] });
  }
  const [address = '', , gateway = '', mask = '', hostname = '', device = '', autoconf = ''] =
    fields;
  const nameServers = fields.slice(7, 9).filter((server) => server !== '');
  const wrongServer = nameServers.find((server) => ipVersion(server) === 0);
  if (wrongServer !== undefined) return wrong(`${wrongServer} is not a valid name server address`);
  if (autoconf !== '' && !automatic.includes(autoconf) && !none.includes(autoconf)) {
    return wrong(`${autoconf} must be one of ${[...none, ...automatic].join(', ')}`);
  }
  const rest = {
    nameServers,
    ...(device === '' ? {} : { device }),
    ...(hostname === '' ? {} : { hostname }),
  };
  if (address === '') return parsed({ settings: byAutoconf(autoconf), ...rest });
  const version = ipVersion(address);
  if (version === 0) return wrong(`${address} is not a valid IP address`);
  if (gateway !== '' && ipVersion(gateway) !== version) {
    return wrong(`${gateway} is not a valid gateway for ${address}`);
  }
  const prefixLength =
    mask === '' ? usualPrefixLength(address, version) : parsePrefixLength(mask, version);
  if (prefixLength === undefined) return wrong(`${mask} is not a valid netmask for ${address}`);
  return parsed({
    settings: {
      method: 'static',
      address,
      prefixLength,
      ...(gateway === '' ? {} : { gateway }),
    },
    ...rest,
  });
}

/** At colons outside of brackets, which are taken off. */
function splitFields(text: string): readonly string[] {
  const lastBracket = text.lastIndexOf(']');
  const fields: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    // An opening bracket without its end is a letter like others; then no later one has an end.
    if (text[at] === '[' && at <= lastBracket) at = text.indexOf(']', at);
    else if (text[at] === ':') {
      fields.push(text.slice(start, at));
      start = at + 1;
    }
  }
  fields.push(text.slice(start));
  return fields.map((field) =>
    field.startsWith('[') && field.endsWith(']') ? field.slice(1, -1) : field,
  );
}

function byAutoconf(autoconf: string): IpSettings {
  return { method: none.includes(autoconf) ? 'none' : 'automatic' };
}

function parsed(parameter: IpParameter): IpParameterResult {
  return { kind: 'parsed', parameter };
}

function wrong(reason: string): IpParameterResult {
  return { kind: 'wrong', reason };
}
