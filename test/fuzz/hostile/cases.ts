import type { HostileCase } from './case.ts';
import { packedCases } from './packed.ts';

export const hostileCases: readonly HostileCase[] = [...packedCases];
