import type { RemoteAddress, RemoteSnapshot } from '../model/remote.ts';

/** What a person has to know to open the menu on another screen, one line each. */
export function remoteLines(remote: RemoteSnapshot): readonly string[] {
  switch (remote.kind) {
    case 'off':
      return [
        ...(remote.because === undefined ? [] : [remote.because]),
        'Nothing listens on this machine. webboot can show this menu to one browser of this network: on a phone, or on another computer.',
      ];
    case 'starting':
      return ['Starting.'];
    case 'waiting':
      return [
        ...addressLines(remote),
        `Code: ${remote.code.slice(0, 3)} ${remote.code.slice(3)}`,
        ...secrecyLines(remote),
        'The code is for one browser. Five wrong codes end this.',
      ];
    case 'connected':
      return [
        `${remote.by} has this menu. What is chosen there happens here, and the other way round.`,
        ...secrecyLines(remote),
      ];
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

/** "AB12 CD34 ...", sixteen groups. */
export function fingerprintGroups(fingerprint: string): readonly string[] {
  return fingerprint.toUpperCase().match(/.{1,4}/g) ?? [];
}

function addressLines({ addresses: [first, ...others] }: RemoteAddress): readonly string[] {
  if (first === undefined) return ['This machine has no network yet. Its address appears here.'];
  return [`Open ${first}`, ...(others.length === 0 ? [] : [`or ${others.join(', ')}`])];
}

function secrecyLines({ fingerprint }: RemoteAddress): readonly string[] {
  if (fingerprint === undefined) {
    return [
      'NOT ENCRYPTED: everybody on this network can read along, passphrases included, and can act in your place.',
    ];
  }
  return [
    'The browser warns, because this machine made its certificate itself. Go on only if its SHA-256 fingerprint is:',
    fingerprintGroups(fingerprint).join(' '),
  ];
}
