import type { InjectionKind } from '../core/families/injection.ts';

/** A file as the live system is to have it, called by its own name. */
export interface InjectedFile {
  readonly name: string;
  readonly data: Uint8Array;
}

/** What a person has put there for live systems. It may have secrets. */
export type Injection = ReadonlyMap<InjectionKind, readonly InjectedFile[]>;
