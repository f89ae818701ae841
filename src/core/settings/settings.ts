import { isLanguage, type LanguageCode, languageCodes } from '../languages/languages.ts';
import { ipVersion } from '../network/ip-address.ts';
import { type IpParameter, parseIpParameter } from '../network/ip-parameter.ts';
import type { WifiProfile } from '../network/wifi.ts';

/**
 * What a person settles beforehand, by `webboot.*` kernel parameters or in `webboot.json`;
 * docs/configuration.md is the table of them.
 */
export interface Settings {
  readonly distro?: string;
  readonly url?: string;
  readonly entry?: string;
  readonly append?: string;
  /** The id of the one image that the person boots though nobody vouches for it. */
  readonly unverified?: string;
  /** Seconds until `distro` or `url` is booted from the menu; 0 counts nothing down. */
  readonly countdown?: number;
  readonly interface?: string;
  readonly ip?: IpParameter;
  /** VLAN id, 1 to 4094 (IEEE 802.1Q). */
  readonly vlan?: number;
  /** In place of the name servers that the network gives. */
  readonly dns?: readonly string[];
  /** An http URL, for http and https alike. */
  readonly proxy?: string;
  /** Hosts that are reached without it, separated by commas. */
  readonly noproxy?: string;
  /** Who is asked for an image before the mirrors: this network, nobody, or these base URLs. */
  readonly peers?: PeerSetting;
  /** Nodes of a DHT by which machines beyond this network are found, "HOST:PORT"; none without. */
  readonly dht?: readonly string[];
  readonly keymap?: string;
  /** Sentences instead of screens, and live systems that speak. */
  readonly speech?: 'no' | 'yes';
  /** Of the menu, line mode and the page. */
  readonly lang?: LanguageCode;
  readonly ui?: 'screen' | 'line';
  /** Shows the menu on another screen from the start on: encrypted, or by plain HTTP. */
  readonly remote?: 'no' | 'yes' | 'http';
  /** Whether people may log in over SSH, in an image with keys for it; `yes` without the setting. */
  readonly ssh?: 'no' | 'yes';
  /** Whether live systems are given the network that webboot uses; `unverified`: all of them. */
  readonly handon?: 'no' | 'yes' | 'unverified';
  /** Whether live systems are given the files of the folder `inject`; `unverified`: all of them. */
  readonly inject?: 'no' | 'yes' | 'unverified';
  /**
   * `auto`: images that were verified are given to other machines while webboot waits; `only`: a
   * boot without a person gives its image to others instead of starting it.
   */
  readonly serve?: 'no' | 'auto' | 'only';
  /** Whose rules the radio follows: two letters of ISO 3166. */
  readonly country?: string;
  /** Only in `webboot.json`: a command line is for everybody to read. */
  readonly wifi?: readonly WifiProfile[];
  /** More mirrors, tried first: base URLs by distro or `distro/variant`. */
  readonly mirrors?: Readonly<Record<string, readonly string[]>>;
  /** More catalogue rows, as in distros/; not checked yet. */
  readonly distros?: readonly unknown[];
}

export type PeerSetting = 'auto' | 'lan' | 'off' | readonly string[];

export type SettingResult =
  | { readonly kind: 'read'; readonly settings: Settings }
  | { readonly kind: 'wrong'; readonly reason: string };

const texts = ['distro', 'url', 'entry', 'append', 'unverified', 'interface', 'noproxy'] as const;

/** Reads one setting of a single value; undefined where there is none of that name. */
export function readSetting(name: string, text: string): SettingResult | undefined {
  if (texts.some((known) => known === name)) {
    return text === '' ? wrong('it must not be empty') : read({ [name]: text });
  }
  switch (name) {
    case 'countdown':
      return wholeNumber(text, { from: 0, to: 3600 }, (countdown) => ({ countdown }));
    case 'vlan':
      return wholeNumber(text, { from: 1, to: 4094 }, (vlan) => ({ vlan }));
    case 'ip': {
      const result = parseIpParameter(text);
      return result.kind === 'parsed' ? read({ ip: result.parameter }) : result;
    }
    case 'dns':
      return nameServers(text);
    case 'proxy':
      return proxyUrl(text);
    case 'peers':
      return peers(text);
    case 'dht':
      return dhtNodes(text);
    case 'keymap':
      return /^[\w.-]+$/.test(text)
        ? read({ keymap: text })
        : wrong(`${text} is not the name of a keymap`);
    case 'lang':
      return isLanguage(text)
        ? read({ lang: text })
        : wrong(`it must be one of ${languageCodes.join(', ')}, not ${text}`);
    case 'ui':
      if (text === 'line' || text === 'screen') return read({ ui: text });
      return wrong(`it must be screen or line, not ${text}`);
    case 'speech':
      if (text === 'yes' || text === 'no') return read({ speech: text });
      return wrong(`it must be yes or no, not ${text}`);
    case 'handon':
    case 'inject':
      if (text === 'yes' || text === 'no' || text === 'unverified') return read({ [name]: text });
      return wrong(`it must be yes, no or unverified, not ${text}`);
    case 'remote':
      if (text === 'yes' || text === 'no' || text === 'http') return read({ remote: text });
      return wrong(`it must be yes, no or http, not ${text}`);
    case 'ssh':
      if (text === 'yes' || text === 'no') return read({ ssh: text });
      return wrong(`it must be yes or no, not ${text}`);
    case 'serve':
      if (text === 'no' || text === 'auto' || text === 'only') return read({ serve: text });
      return wrong(`it must be no, auto or only, not ${text}`);
    case 'country':
      if (/^[a-z]{2}$/i.test(text)) return read({ country: text.toUpperCase() });
      return wrong(`it must be a two-letter country code, not ${text}`);
    default:
      return undefined;
  }
}

/** Settings of the kernel command line win over those of the file. */
export function mergeSettings(file: Settings, parameters: Settings): Settings {
  const { distro, url, entry, ...rest } = file;
  // Together they are one choice: half of each would be neither.
  const chosen = parameters.distro !== undefined || parameters.url !== undefined;
  return { ...(chosen ? rest : file), ...parameters };
}

function wholeNumber(
  text: string,
  { from, to }: { from: number; to: number },
  settings: (value: number) => Settings,
): SettingResult {
  const value = Number(text);
  if (/^\d{1,6}$/.test(text) && value >= from && value <= to) return read(settings(value));
  return wrong(`it must be a whole number from ${from} to ${to}, not ${text}`);
}

function nameServers(text: string): SettingResult {
  const dns = text.split(/[\s,]+/).filter((server) => server !== '');
  const bad = dns.find((server) => ipVersion(server) === 0);
  if (bad !== undefined) return wrong(`${bad} is not a valid IP address`);
  return dns.length === 0 ? wrong('it must not be empty') : read({ dns });
}

function peers(text: string): SettingResult {
  if (text === 'auto' || text === 'lan' || text === 'off') return read({ peers: text });
  const urls = text.split(',').map((url) => url.replace(/\/$/, ''));
  if (
    urls.length <= 32 &&
    urls.every((url) => /^http:\/\/[^/?#\s@]+$/i.test(url) && URL.canParse(url))
  ) {
    return read({ peers: urls });
  }
  return wrong('it must be auto, lan, off, or http://HOST:PORT with commas in between');
}

function dhtNodes(text: string): SettingResult {
  const dht = text.split(',');
  const isNode = (node: string) => {
    const [, port = ''] = /^(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(node) ?? [];
    return Number(port) > 0 && Number(port) < 65_536;
  };
  if (dht.length <= 8 && dht.every(isNode)) return read({ dht });
  return wrong('it must be HOST:PORT, several of them with commas in between');
}

function proxyUrl(text: string): SettingResult {
  const url = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`;
  if (/^https?:\/\/[^/?#\s]+\/?$/i.test(url)) return read({ proxy: url });
  // It may have a password in it, so it is not shown.
  return wrong('it must be http://HOST:PORT');
}

function read(settings: Settings): SettingResult {
  return { kind: 'read', settings };
}

function wrong(reason: string): SettingResult {
  return { kind: 'wrong', reason };
}
