/** One package as the archive's signed list describes it. */
export interface PackageRecord {
  readonly package: string;
  readonly version: string;
  readonly architecture: string;
  readonly section: string;
  /** Names only, the first of alternatives. */
  readonly depends: readonly string[];
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Reads what `apt-cache show` prints: paragraphs of `Field: value`. Source: deb-control(5). */
export function parsePackageRecords(text: string): readonly PackageRecord[] {
  return text.split(/\n\n+/).flatMap((paragraph) => {
    const field = (name: string) =>
      new RegExp(`^${name}: *(.*)$`, 'm').exec(paragraph)?.[1]?.trim() ?? '';
    const name = field('Package');
    if (name === '') return [];
    const depends = `${field('Pre-Depends')},${field('Depends')}`.split(',');
    return [
      {
        package: name,
        version: field('Version'),
        architecture: field('Architecture'),
        section: field('Section'),
        depends: depends.flatMap((item) => /^\s*([^\s:(|]+)/.exec(item)?.[1] ?? []),
        sha256: field('SHA256'),
      },
    ];
  });
}

/**
 * The shared libraries (section `libs`) in the dependencies of packages, and in theirs, sorted.
 * Other dependencies serve installation (debconf, dpkg) and are not wanted in an image.
 */
export async function sharedLibraries(
  packages: readonly string[],
  records: (names: readonly string[]) => Promise<readonly PackageRecord[]>,
): Promise<readonly string[]> {
  const known = new Map<string, PackageRecord>();
  let wanted = [...packages];
  while (wanted.length > 0) {
    const found = await records(wanted);
    for (const record of found) known.set(record.package, record);
    const inLibraries = found.filter(
      (record) => record.section === 'libs' || packages.includes(record.package),
    );
    const depends = new Set(inLibraries.flatMap((record) => record.depends));
    wanted = [...depends].filter((name) => !known.has(name));
  }
  return [...known.values()]
    .filter((record) => record.section === 'libs' && !packages.includes(record.package))
    .map((record) => record.package)
    .toSorted();
}
