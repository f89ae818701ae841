import { parseGlob } from './glob.ts';

/** What becomes of the names that drivers give for their firmware. */
export interface FirmwareSelection {
  /** Paths as in /lib/firmware, sorted. */
  readonly chosen: readonly string[];
  /** Names that no package has a file for, sorted. */
  readonly absent: readonly string[];
}

/**
 * Drivers that ask for files which they do not name in their `.modinfo`. Source: ath12k's
 * `firmware_dir` in hw.c of Linux 6.12.
 */
const unnamed: ReadonlyMap<string, readonly string[]> = new Map([
  ['ath12k', ['ath12k/WCN7850/hw2.0/*']],
]);

export function unnamedFirmware(module: string): readonly string[] {
  return unnamed.get(module) ?? [];
}

/** The number of the interface that the firmware has for its driver: Intel's, and ath10k's. */
const numbered = /^((?:.*\/)?(?:iwlwifi-.*|firmware))-(\d+)(\.ucode|\.bin)$/;

/**
 * Chooses among the files that packages have. Where a driver takes several versions of one file,
 * it asks for the newest that it knows first, then for older ones: the newest of these is chosen.
 * `*` stands for anything but a slash.
 */
export function selectFirmware(
  names: Iterable<string>,
  available: ReadonlySet<string>,
): FirmwareSelection {
  const chosen = new Set<string>();
  const absent = new Set<string>();
  const newest = new Map<string, number>();
  for (const name of names) {
    const [, stem, number, end] = numbered.exec(name) ?? [];
    if (stem !== undefined) {
      const key = `${stem}-*${end}`;
      newest.set(key, Math.max(newest.get(key) ?? 0, Number(number)));
    } else {
      const found = matching(name, available);
      if (found.length === 0) absent.add(name);
      for (const file of found) chosen.add(file);
    }
  }
  for (const [key, number] of newest) {
    const file = newestUpTo(key, number, available);
    if (file === undefined) absent.add(key.replace('*', String(number)));
    else for (const path of [file, ...platformFile(file, available)]) chosen.add(path);
  }
  return { chosen: [...chosen].toSorted(), absent: [...absent].toSorted() };
}

function matching(name: string, available: ReadonlySet<string>): readonly string[] {
  if (!name.includes('*')) return available.has(name) ? [name] : [];
  const pattern = parseGlob(name, { slashes: false });
  return [...available].filter((file) => pattern.test(file));
}

function newestUpTo(
  key: string,
  number: number,
  available: ReadonlySet<string>,
): string | undefined {
  for (let candidate = number; candidate >= 0; candidate -= 1) {
    const file = key.replace('*', String(candidate));
    if (available.has(file)) return file;
  }
  return undefined;
}

/** What iwlwifi asks for beside its firmware since the AX210, and does not name. */
function platformFile(file: string, available: ReadonlySet<string>): readonly string[] {
  const path = file.replace(/-\d+\.ucode$/, '.pnvm');
  return path !== file && available.has(path) ? [path] : [];
}
