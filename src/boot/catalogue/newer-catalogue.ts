import type { CatalogueBundle } from '../../formats/catalogue/bundle.ts';
import type { Distro } from '../../formats/catalogue/distro.ts';
import { raiseLeast } from './raise-least.ts';

/** The rows to choose from, and what a person is to be told about them. */
export interface CurrentCatalogue {
  readonly rows: readonly Distro[];
  readonly note?: string;
}

export interface CatalogueSource {
  /** Asks the repository once, when the first distro is chosen; the built-in rows otherwise. */
  current(signal: AbortSignal): Promise<CurrentCatalogue>;
  findKey(name: string): Promise<Uint8Array | undefined>;
}

export interface CatalogueSourceOptions {
  /** Rows that came with webboot. */
  readonly builtIn: readonly Distro[];
  /** This machine's own rows: they stand over whatever else has the same id. */
  readonly own: readonly Distro[];
  readonly findKey: (name: string) => Promise<Uint8Array | undefined>;
  /** Fetches and verifies the newest catalogue; absent if webboot came without a repository to trust. */
  readonly fetchUpdate?: (signal: AbortSignal) => Promise<CatalogueBundle>;
}

/** A menu must not wait longer for something that it can do without. */
const patienceMs = 15_000;

/** The catalogue in use: a newer one from the repository, or the one built in. */
export function createCatalogueSource(options: CatalogueSourceOptions): CatalogueSource {
  const { builtIn, own, fetchUpdate } = options;
  const keys = new Map<string, Uint8Array>();
  let asked: Promise<CurrentCatalogue> | undefined;
  const ask = async (
    fetchNewest: (signal: AbortSignal) => Promise<CatalogueBundle>,
  ): Promise<CurrentCatalogue> => {
    try {
      const newer = await fetchNewest(AbortSignal.timeout(patienceMs));
      for (const [name, bytes] of newer.keys) keys.set(name, bytes);
      return {
        rows: mergeRows(raiseLeast(newer.rows, builtIn), own),
        note: 'The catalogue is up to date.',
      };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return {
        rows: mergeRows(builtIn, own),
        note: `The built-in catalogue is used, not a newer one: ${reason}`,
      };
    }
  };
  return {
    current: async (signal) => {
      if (fetchUpdate === undefined) return { rows: mergeRows(builtIn, own) };
      asked ??= ask(fetchUpdate);
      const result = await asked;
      signal.throwIfAborted();
      return result;
    },
    findKey: async (name) => keys.get(name) ?? options.findKey(name),
  };
}

/** The machine's own rows come first: somebody put them there for this machine. */
export function mergeRows(base: readonly Distro[], own: readonly Distro[]): readonly Distro[] {
  return [...own, ...base.filter(({ id }) => own.every((row) => row.id !== id))];
}
