import { type PeerSetting, readSetting } from '../core/settings/settings.ts';
import { WebbootError } from '../errors.ts';

export const peersOption = {
  type: 'string',
  value: 'WHO',
  help: 'Whom to ask before the mirrors: auto, lan, off, or http://HOST:PORT,...',
  complete: ['auto', 'lan', 'off'],
} as const;

export const dhtOption = {
  type: 'string',
  value: 'HOST:PORT',
  help: 'A node of a DHT that also finds machines beyond this network; several with commas.',
} as const;

/** What `--dht` says; undefined where it is not given. Throws WebbootError `usage`. */
export function parseDht(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const result = readSetting('dht', text);
  if (result?.kind === 'read') return result.settings.dht;
  throw new WebbootError('usage', `--dht cannot be used: ${result?.reason ?? 'unknown'}.`, {
    remedy: 'Give a node such as 192.168.1.5:6881.',
  });
}

/** What `--peers` says; undefined where it is not given. Throws WebbootError `usage`. */
export function parsePeers(text: string | undefined): PeerSetting | undefined {
  if (text === undefined) return undefined;
  const result = readSetting('peers', text);
  if (result?.kind === 'read') return result.settings.peers;
  throw new WebbootError('usage', `--peers cannot be used: ${result?.reason ?? 'unknown'}.`, {
    remedy: 'Give auto, lan, off, or addresses such as http://192.168.1.5:8080.',
  });
}
