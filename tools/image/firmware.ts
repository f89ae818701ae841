import { copyFile, lstat, mkdir, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { type Deb, openAptState } from '../debian/apt.ts';
import { parseCopyright } from './copyright-file.ts';
import { selectFirmware } from './firmware-selection.ts';
import type { ImageContents } from './options.ts';
import { suite } from './suite.ts';
import { unpackedDebs } from './unpacked.ts';

/** Those of the common Wi-Fi chips; the last two are free. */
const firmwarePackages = [
  ...['firmware-iwlwifi', 'firmware-atheros', 'firmware-brcm80211', 'firmware-mediatek'],
  ...['firmware-realtek', 'firmware-libertas', 'firmware-ath9k-htc', 'firmware-carl9170'],
];

/** What an image has of one package of firmware. */
export interface PackagedFirmware {
  readonly package: string;
  readonly version: string;
  /** The names of Debian's copyright file; its text is in the image, in /usr/share/doc. */
  readonly licences: readonly string[];
  /** Relative to /lib/firmware, sorted. */
  readonly files: readonly string[];
}

export async function downloadFirmware({
  arch,
  wifiFirmware,
}: ImageContents): Promise<readonly Deb[]> {
  if (!wifiFirmware) return [];
  const apt = await openAptState({ suite, arch, components: ['main', 'non-free-firmware'] });
  await apt.update();
  return apt.download(firmwarePackages);
}

/**
 * Puts the files that drivers name into `root/lib/firmware`, as they are: the file system
 * compresses them better than file by file, and the kernel need not unpack them.
 */
export async function takeFirmware(
  debs: readonly Deb[],
  { names, root }: { names: readonly string[]; root: string },
): Promise<readonly PackagedFirmware[]> {
  const trees = await Promise.all(
    debs.map(async (deb) => ({ deb, tree: await unpackedDebs(deb.package, [deb]) })),
  );
  const sources = new Map<string, string>();
  for (const { tree } of trees) {
    const directory = join(tree, firmwareDirectory);
    for (const file of await filesAndLinks(directory)) {
      sources.set(relative(directory, file), file);
    }
  }
  const { chosen } = selectFirmware(names, new Set(sources.keys()));
  const taken = new Set<string>();
  for (const path of chosen) await takeFile(path, { sources, root, taken });
  const packaged: PackagedFirmware[] = [];
  for (const { deb, tree } of trees) {
    const files = [...taken].filter((path) => sources.get(path)?.startsWith(`${tree}/`)).toSorted();
    if (files.length === 0) continue;
    const notice = join('share/doc', deb.package, 'copyright');
    await put(join(tree, 'usr', notice), join(root, notice));
    const licenceOf = parseCopyright(await readFile(join(root, notice), 'utf8'));
    const licences = new Set<string>();
    for (const file of files) {
      if (await isLink(join(root, 'lib/firmware', file))) continue;
      licences.add(licenceOf(file) ?? 'see the copyright file');
    }
    packaged.push({
      package: deb.package,
      version: deb.version,
      licences: [...licences].toSorted(),
      files,
    });
  }
  return packaged;
}

const firmwareDirectory = 'usr/lib/firmware';

/** A link brings what it leads to along, from whatever package. */
async function takeFile(
  path: string,
  from: { sources: ReadonlyMap<string, string>; root: string; taken: Set<string> },
): Promise<void> {
  const source = from.sources.get(path);
  if (source === undefined || from.taken.has(path)) return;
  from.taken.add(path);
  const target = join(from.root, 'lib/firmware', path);
  if (!(await isLink(source))) return put(source, target);
  const link = await readlink(source);
  await mkdir(dirname(target), { recursive: true });
  await symlink(link, target);
  await takeFile(normalize(join(dirname(path), link)), from);
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path)).isSymbolicLink();
}

async function filesAndLinks(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function put(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
}
