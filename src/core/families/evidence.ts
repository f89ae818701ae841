import { parseCmdline } from '../cmdline.ts';
import { families } from './families.ts';
import { type Family, knownFamilies } from './family.ts';
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
 * Which generator made an entry's initramfs, by what it holds; without it by the parameters of the
 * entry, and at last by the image's layout.
 */
export function familyOf(evidence: FamilyEvidence): Family {
  const cmdline = parseCmdline(evidence.cmdline);
  const byParameters = all.filter(({ clues }) => clues.parameters(cmdline));
  const { initrd } = evidence;
  if (initrd !== undefined) {
    const byInitrd = all.filter(({ clues }) => someMatches(initrd, clues.initrd));
    // A generic initrd may hold several; the entry says which of them it means.
    const meant = byInitrd.find((one) => byParameters.includes(one)) ?? byInitrd[0];
    return meant?.family ?? 'unknown';
  }
  const found = byParameters[0] ?? all.find(({ clues }) => clues.layout?.matches(evidence));
  return found?.family ?? 'unknown';
}

function someMatches(paths: ReadonlySet<string>, pattern: RegExp): boolean {
  for (const path of paths) if (pattern.test(path)) return true;
  return false;
}
