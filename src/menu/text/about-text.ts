import type { AboutSection, Setup } from '../model/state.ts';
import { formatFingerprint } from './format.ts';

/** Versions and parts, and whose signatures are accepted. */
export function aboutSections({ about, distros }: Setup): readonly AboutSection[] {
  const keys = distros.flatMap(({ name, fingerprints }) =>
    fingerprints.map((fingerprint) => `${name}: ${formatFingerprint(fingerprint)}`),
  );
  return [...about, { title: 'Trusted signing keys', lines: keys }];
}
