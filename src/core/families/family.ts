import { families, type KnownFamily } from './families.ts';
import type { FamilyRules } from './family-rules.ts';

/** Which generator an image was made with, by what the initrd, the entry and the layout say. */
export type Family = KnownFamily | 'unknown';

function isKnown(name: string): name is KnownFamily {
  return Object.hasOwn(families, name);
}

/** In the order in which their clues are asked. */
export const knownFamilies: readonly KnownFamily[] = Object.keys(families).filter(isKnown);

/** Of the entries of others only what is theirs alone is known: their own parameters. */
const unknown: Omit<FamilyRules, 'clues'> = {
  recipe: () => ({ drop: [], add: [] }),
  carriesImage: false,
  takesNetwork: false,
  seen: 'unsettled',
  notes: '',
};

export function rulesOf(family: Family): Omit<FamilyRules, 'clues'> {
  return family === 'unknown' ? unknown : families[family];
}

/** Whether an image of the family may travel in the initramfs of its own live system. */
export function takesCarriedImage(family: Family, dialect: string | undefined): boolean {
  const { carriesImage } = rulesOf(family);
  if (typeof carriesImage === 'boolean') return carriesImage;
  return dialect !== undefined && carriesImage.includes(dialect);
}
