import { parseCmdline } from '../cmdline.ts';
import { families } from './families.ts';
import { type Family, knownFamilies, rulesOf } from './family.ts';
import type { FamilyClues, FamilyEvidence } from './family-rules.ts';

const all = knownFamilies.map((family) => {
  const clues: FamilyClues = families[family].clues;
  return { family, clues };
});

/** Where the families keep what they look for on the medium. */
export const layoutPaths: ReadonlySet<string> = new Set(
  all.flatMap(({ clues }) => clues.layout?.paths ?? []),
);

/**
 * Which generator made an entry's initramfs: by what it holds and the parameters of the entry,
 * without it by the parameters, and at last by the image's layout. If the initrd holds several, or
 * none, or another one's, the parameters say which of them the entry means.
 */
export function familyOf(evidence: FamilyEvidence): Family {
  const cmdline = parseCmdline(evidence.cmdline);
  const byParameters = all.filter(({ clues }) => clues.parameters(cmdline, evidence));
  const { initrd } = evidence;
  if (initrd !== undefined) {
    const byInitrd = all.filter(({ clues }) => clues.initrd(initrd));
    const meant = byInitrd.find((one) => byParameters.includes(one));
    return (meant ?? byParameters[0] ?? byInitrd[0])?.family ?? 'unknown';
  }
  const found = byParameters[0] ?? all.find(({ clues }) => clues.layout?.matches(evidence));
  return found?.family ?? 'unknown';
}

/** How this image's build of the family differs; undefined if that is not known, or nothing does. */
export function dialectOf(family: Family, evidence: FamilyEvidence): string | undefined {
  return rulesOf(family).dialect?.(evidence);
}
