import { say } from '../../core/languages/say.ts';
import type { AboutSection, TuiState } from '../model/state.ts';
import { formatFingerprint } from './format.ts';

/** Versions and parts, and whose signatures are accepted. */
export function aboutSections({ texts, setup }: TuiState): readonly AboutSection[] {
  const { about, distros } = setup;
  const keys = distros.flatMap(({ name, fingerprints }) =>
    fingerprints.map((fingerprint) => `${name}: ${formatFingerprint(fingerprint)}`),
  );
  const own = about.map(({ title, lines }) => ({
    title: say(texts, title),
    lines: lines.map((line) => say(texts, line)),
  }));
  return [...own, { title: texts.about.keys, lines: keys }];
}
