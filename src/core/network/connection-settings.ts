import { readSetting, type Settings } from '../settings/settings.ts';
import { type FormResult, wrongField } from './form-result.ts';
import { ipVersion, parsePrefixLength, usualPrefixLength } from './ip-address.ts';
import type { IpSettings } from './ip-parameter.ts';

/** What a person may settle about the way to the network. */
export interface ConnectionSettings {
  readonly ip: IpSettings;
  /** In place of those that the network gives; none: those. */
  readonly nameServers: readonly string[];
  /** VLAN id, 1 to 4094 (IEEE 802.1Q). */
  readonly vlan?: number;
  /** An http URL; for every interface. */
  readonly proxy?: string;
}

/** The same as a person types it; '' for what the network settles. */
export interface ConnectionTexts {
  /** "192.168.1.20/24"; the prefix length may be a netmask. */
  readonly address: string;
  readonly gateway: string;
  /** Addresses, separated by commas or blanks. */
  readonly dns: string;
  readonly vlan: string;
  readonly proxy: string;
}

type Result<Value> = FormResult<Value, keyof ConnectionTexts>;

export function parseConnection(texts: ConnectionTexts): Result<ConnectionSettings> {
  const { address, gateway, dns, vlan, proxy } = texts;
  const ip = parseAddress(address.trim(), gateway.trim());
  if (ip.kind === 'wrong') return ip;
  let read: Settings = {};
  for (const [field, text] of [
    ['dns', dns.trim()],
    ['vlan', vlan.trim()],
    ['proxy', proxy.trim()],
  ] as const) {
    const result = text === '' ? undefined : readSetting(field, text);
    if (result?.kind === 'wrong')
      return wrongField(field, (forms) =>
        // There may be a password in a proxy's address.
        field === 'proxy' ? forms.proxy : forms[field]({ text }),
      );
    read = { ...read, ...result?.settings };
  }
  const value = {
    ip: ip.value,
    nameServers: read.dns ?? [],
    ...(read.vlan === undefined ? {} : { vlan: read.vlan }),
    ...(read.proxy === undefined ? {} : { proxy: read.proxy }),
  };
  return { kind: 'parsed', value };
}

export function formatConnection(settings: ConnectionSettings): ConnectionTexts {
  const { ip, nameServers, vlan, proxy } = settings;
  const given = ip.method === 'static' ? ip : undefined;
  return {
    address: given === undefined ? '' : `${given.address}/${given.prefixLength}`,
    gateway: given?.gateway ?? '',
    dns: nameServers.join(', '),
    vlan: vlan === undefined ? '' : String(vlan),
    proxy: proxy ?? '',
  };
}

function parseAddress(text: string, gateway: string): Result<IpSettings> {
  if (text === '') {
    return gateway === ''
      ? { kind: 'parsed', value: { method: 'automatic' } }
      : wrongField('gateway', (forms) => forms.gatewayAlone);
  }
  const [address = '', mask, ...rest] = text.split('/');
  const version = ipVersion(address);
  if (version === 0 || rest.length > 0) {
    return wrongField('address', (forms) => forms.address({ text }));
  }
  const prefixLength =
    mask === undefined ? usualPrefixLength(address, version) : parsePrefixLength(mask, version);
  if (prefixLength === undefined)
    return wrongField('address', (forms) => forms.netmask({ mask: mask ?? '', address }));
  if (gateway !== '' && ipVersion(gateway) !== version) {
    return wrongField('gateway', (forms) => forms.gateway({ gateway, address }));
  }
  const given = { method: 'static', address, prefixLength } as const;
  return { kind: 'parsed', value: gateway === '' ? given : { ...given, gateway } };
}
