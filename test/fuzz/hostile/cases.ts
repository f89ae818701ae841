import type { HostileCase } from './case.ts';
import { packedCases } from './packed.ts';
import { textCases } from './texts.ts';

/** By what is read; each group gets a process of its own, so that its memory can be told. */
export const hostileCases: Readonly<Record<string, readonly HostileCase[]>> = {
  packed: packedCases,
  texts: textCases,
};
