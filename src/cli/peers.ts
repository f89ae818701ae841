import { type PeerSetting, readSetting } from '../core/settings/settings.ts';
import { WebbootError } from '../errors.ts';

export const peersOption = {
  type: 'string',
  value: 'WHO',
  help: 'Whom to ask before the mirrors: auto, lan, off, or http://HOST:PORT,...',
  complete: ['auto', 'lan', 'off'],
} as const;

/** What `--peers` says; undefined where it is not given. Throws WebbootError `usage`. */
export function parsePeers(text: string | undefined): PeerSetting | undefined {
  if (text === undefined) return undefined;
  const result = readSetting('peers', text);
  if (result?.kind === 'read') return result.settings.peers;
  throw new WebbootError('usage', `--peers cannot be used: ${result?.reason ?? 'unknown'}.`, {
    remedy: 'Give auto, lan, off, or addresses such as http://192.168.1.5:8080.',
  });
}
