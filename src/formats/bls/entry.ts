import { splitFirstWord } from '../../core/text-scan.ts';
import { compareVersions } from './version-order.ts';

/** A type #1 entry of the Boot Loader Specification (UAPI.1), `loader/entries/ID.conf`. */
export interface BlsEntry {
  /** The file's name without `.conf` and without the `+TRIES` of boot counting. */
  readonly id: string;
  readonly title: string | undefined;
  readonly version: string | undefined;
  readonly machineId: string | undefined;
  readonly sortKey: string | undefined;
  readonly architecture: string | undefined;
  /** As written: absolute within the file system that holds the entry. */
  readonly linux: string | undefined;
  /** An EFI program, which may be a unified kernel image. */
  readonly efi: string | undefined;
  readonly initrds: readonly string[];
  /** All `options` lines, joined. */
  readonly options: string;
  /** Boot counting says that every try has failed. */
  readonly bad: boolean;
}

/** Lines of `key value`; unknown keys are ignored, as the specification asks. */
export function parseBlsEntry(fileName: string, text: string): BlsEntry {
  const values = parseKeys(text);
  const last = (key: string) => values.get(key)?.at(-1);
  const name = /^(.*?)(?:\+(\d+)(?:-\d+)?)?\.conf$/.exec(fileName);
  return {
    id: name?.[1] ?? fileName,
    title: last('title'),
    version: last('version'),
    machineId: last('machine-id'),
    sortKey: last('sort-key'),
    architecture: last('architecture')?.toLowerCase(),
    linux: last('linux'),
    efi: last('uki') ?? last('efi'),
    initrds: values.get('initrd') ?? [],
    options: (values.get('options') ?? []).join(' '),
    bad: name?.[2] !== undefined && Number(name[2]) === 0,
  };
}

export interface LoaderConfig {
  /** A shell pattern over ids; '' where the file names none. */
  readonly default: string;
}

/** systemd-boot's `loader.conf`; only what bears on the choice of an entry. */
export function parseLoaderConfig(text: string): LoaderConfig {
  return { default: parseKeys(text).get('default')?.at(-1) ?? '' };
}

/**
 * The order of a menu (UAPI.1, "Sorting"): entries that failed last, then those with a sort key,
 * by it; the newest version first; and otherwise by file name, the highest first.
 */
export function compareBlsEntries(left: BlsEntry, right: BlsEntry): number {
  if (left.bad !== right.bad) return left.bad ? 1 : -1;
  if ((left.sortKey === undefined) !== (right.sortKey === undefined)) {
    return left.sortKey === undefined ? 1 : -1;
  }
  if (left.sortKey !== undefined && right.sortKey !== undefined) {
    const order =
      compareText(left.sortKey, right.sortKey) ||
      compareText(left.machineId ?? '', right.machineId ?? '') ||
      compareVersions(right.version ?? '', left.version ?? '');
    if (order !== 0) return order;
  }
  return compareVersions(right.id, left.id);
}

function parseKeys(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const { word: key, rest: value } = splitFirstWord(line.trim());
    if (value === '' || key.startsWith('#')) continue;
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  }
  return values;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
