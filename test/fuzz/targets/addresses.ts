import {
  addressesOf,
  holdsSecret,
  hostsOf,
  imageNameIn,
  locationText,
  parseLocation,
  typedText,
} from '../../../src/core/image/image-location.ts';
import type { FuzzTarget } from '../target.ts';

const addresses = [
  'https://me:p%40ss@mirror.example:8443/a/live%20system.iso?token=secret#part',
  'http://[2001:db8::1]/download',
  'HTTP:/me:pw@host/x.iso',
  'file:///mnt/images/live%2Fx.iso',
  '/mnt/live.iso',
  'debian/gnome',
  'mirror.example/live.iso',
  'ftp://mirror.example/live.iso',
];

/** What may be typed, or stands on a stick or a command line, where an image is named. */
export const target: FuzzTarget = {
  name: 'addresses',
  async seeds() {
    return addresses.map((address) => new TextEncoder().encode(address));
  },
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    typedText(text);
    holdsSecret(text);
    const address = parseLocation(text);
    if (address.kind !== 'location') return;
    const { location } = address;
    locationText(location);
    hostsOf(location);
    const name = imageNameIn(location);
    if (name.includes('/') || name.includes('\0')) throw new Error(`the file name ${name}`);
    if (location.kind === 'remote') addressesOf(location);
  },
};
