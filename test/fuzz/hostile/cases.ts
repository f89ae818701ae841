import type { HostileCase } from './case.ts';
import { imageCases, packageCases } from './images.ts';
import { menuCases } from './menus.ts';
import { packedCases } from './packed.ts';
import { textCases } from './texts.ts';

/** By what is read; each group gets a process of its own, so that its memory can be told. */
export const hostileCases: Readonly<Record<string, readonly HostileCase[]>> = {
  images: imageCases,
  menus: menuCases,
  packages: packageCases,
  packed: packedCases,
  texts: textCases,
};
