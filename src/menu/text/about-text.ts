import type { AboutSection, TuiState } from '../model/state.ts';
import { formatFingerprint } from './format.ts';

/** Versions and parts, and whose signatures are accepted. */
export function aboutSections({ texts, setup }: TuiState): readonly AboutSection[] {
  const { about, distros } = setup;
  const keys = distros.flatMap(({ name, fingerprints }) =>
    fingerprints.map((fingerprint) => `${name}: ${formatFingerprint(fingerprint)}`),
  );
  return [...about, { title: texts.about.keys, lines: keys }];
}
