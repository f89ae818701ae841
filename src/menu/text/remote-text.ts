import { say } from '../../core/languages/say.ts';
import type { Texts } from '../../core/languages/texts.ts';
import type { RemoteAddress } from '../model/remote.ts';
import type { TuiState } from '../model/state.ts';
import { sshLines } from './ssh-text.ts';

/** What a person has to know to open the menu on another screen, one line each. */
export function remoteLines(state: TuiState): readonly string[] {
  return [...pageLines(state), ...sshLines(state)];
}

function pageLines({ texts, remote, setup }: TuiState): readonly string[] {
  const words = texts.remote;
  switch (remote.kind) {
    case 'off':
      return [
        ...(remote.because === undefined ? [] : [words.wrongCodes]),
        ...(setup.ssh?.kind === 'open' ? [] : [words.nothing]),
        words.off,
      ];
    case 'starting':
      return [words.starting];
    case 'waiting':
      return [
        ...addressLines(texts, remote),
        words.code({ code: spacedCode(remote.code) }),
        ...secrecyLines(texts, remote),
        words.oneBrowser,
      ];
    case 'connected':
      return [words.connected({ by: say(texts, remote.by) }), ...secrecyLines(texts, remote)];
  }
}

/** What the QR code says: the address, with the fingerprint to compare where it can be drawn. */
export function remoteLinks({
  addresses: [address],
  fingerprint,
}: RemoteAddress): readonly string[] {
  if (address === undefined) return [];
  return fingerprint === undefined ? [address] : [`${address}#${fingerprint}`, address];
}

/** "123 456" */
export function spacedCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

/** "AB12 CD34 ...", sixteen groups. */
export function fingerprintGroups(fingerprint: string): readonly string[] {
  return fingerprint.toUpperCase().match(/.{1,4}/g) ?? [];
}

function addressLines(
  { remote: words }: Texts,
  { addresses: [first, ...others] }: RemoteAddress,
): readonly string[] {
  if (first === undefined) return [words.noNetwork];
  const addresses = others.join(', ');
  return [words.open({ address: first }), ...(addresses === '' ? [] : [words.or({ addresses })])];
}

function secrecyLines({ remote: words }: Texts, { fingerprint }: RemoteAddress): readonly string[] {
  if (fingerprint === undefined) return [words.notEncrypted];
  return [words.fingerprint, fingerprintGroups(fingerprint).join(' ')];
}
