import { FormatError } from '../../errors.ts';
import { compareVersions } from '../../formats/bls/version-order.ts';
import type { GrubPlatform } from '../../formats/grub/evaluate.ts';
import { readPeSections } from '../../formats/pe/sections.ts';
import type { FileTree, TreeEntry } from '../../ports/file-tree.ts';
import type { ConfigLocation } from './config-file.ts';
import { hasFedoraGrub } from './fedora-grub.ts';

/** Where images keep their menus, best first; `*` is any one directory. Case doesn't matter. */
const places: readonly { readonly format: ConfigLocation['format']; readonly paths: string[] }[] = [
  {
    format: 'grub',
    paths: [
      '/boot/grub/grub.cfg',
      '/boot/grub2/grub.cfg',
      '/grub/grub.cfg',
      '/grub2/grub.cfg',
      '/EFI/BOOT/grub.cfg',
      '/EFI/*/grub.cfg',
      '/boot/grub.cfg',
      '/grub.cfg',
    ],
  },
  { format: 'bls', paths: ['/loader/entries', '/boot/loader/entries', '/EFI/loader/entries'] },
  { format: 'uki', paths: ['/EFI/Linux/*.efi', '/boot/EFI/Linux/*.efi'] },
  {
    format: 'syslinux',
    paths: [
      '/isolinux/isolinux.cfg',
      '/isolinux/syslinux.cfg',
      '/boot/isolinux/isolinux.cfg',
      '/boot/*/loader/isolinux.cfg',
      '/syslinux/isolinux.cfg',
      '/syslinux/syslinux.cfg',
      '/boot/syslinux/isolinux.cfg',
      '/boot/syslinux/syslinux.cfg',
      '/isolinux.cfg',
      '/syslinux.cfg',
      '/extlinux/extlinux.conf',
      '/boot/extlinux/extlinux.conf',
      '/boot/extlinux.conf',
      '/extlinux.conf',
      // What a TFTP server offers, unpacked.
      '/pxelinux.cfg/default',
    ],
  },
];

/** Read only when the places above give no entry: they are parts of menus, or take many look-ups. */
const lastResorts: typeof places = [
  {
    format: 'grub',
    paths: [
      '/boot/grub/*/grub.cfg',
      '/boot/grub/loopback.cfg',
      '/boot/grub/*.cfg',
      '/grub/*.cfg',
      '/debian-installer/*/grub/grub.cfg',
    ],
  },
  {
    format: 'syslinux',
    paths: [
      '/*/boot/isolinux.cfg',
      '/*/boot/syslinux.cfg',
      '/*/boot/syslinux/isolinux.cfg',
      '/*/boot/syslinux/syslinux.cfg',
      '/isolinux/*.cfg',
      '/syslinux/*.cfg',
      '/boot/syslinux/*.cfg',
      '/*/pxelinux.cfg/default',
    ],
  },
];

/** GRUB's menus under names that only the GRUB of the image knows: SystemRescue's `grubsrcd.cfg`. */
const ownNames: typeof places = [{ format: 'grub', paths: ['/boot/grub/*.cfg', '/grub/*.cfg'] }];
/** For a GRUB that started the ISO as a file of its own disk. */
const loopback = /\/loopback\.cfg$/i;

const mostDirectories = 64;
/** Of one kind in one place; no image has more, and each is evaluated. */
const mostFound = 64;

/** The configurations of an image that its firmware would come to, best first. */
export function findConfigs(tree: FileTree): Promise<readonly ConfigLocation[]> {
  return resolve(places, rememberLists(tree));
}

/** Where to look on when those give no entry. */
export function findOtherConfigs(tree: FileTree): Promise<readonly ConfigLocation[]> {
  return resolve(lastResorts, rememberLists(tree));
}

/** Where GRUB's menu is if none of the usual places has one, and others have theirs. */
export async function findOwnGrubConfigs(tree: FileTree): Promise<readonly ConfigLocation[]> {
  const found = await resolve(ownNames, rememberLists(tree));
  return found.filter(({ path }) => !loopback.test(path));
}

/** Programs that firmware starts which are unified kernel images themselves. */
export async function findBootPrograms(tree: FileTree): Promise<readonly ConfigLocation[]> {
  const paths = await match('/EFI/BOOT/BOOT*.efi', rememberLists(tree));
  const found: ConfigLocation[] = [];
  for (const path of paths) {
    if (await isUnifiedKernel(tree, path)) found.push({ format: 'uki', path });
  }
  return found;
}

async function isUnifiedKernel(tree: FileTree, path: string): Promise<boolean> {
  try {
    const file = await tree.open(path);
    const sections = file && (await readPeSections(file, { having: '.linux' }));
    return sections !== undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

/**
 * The machine that a script is told it runs on: the processor that the image has a boot program
 * for, and EFI wherever the image can be started by it; and whose GRUB the image has.
 */
export async function choosePlatform(tree: FileTree): Promise<GrubPlatform> {
  const paths = await match('/EFI/BOOT/*.efi', rememberLists(tree));
  const programs = paths.map((path) => path.toLowerCase());
  const has = (name: string) => programs.some((path) => path.endsWith(`/boot${name}.efi`));
  const cpu = has('x64') ? 'x86_64' : has('aa64') ? 'arm64' : has('ia32') ? 'i386' : 'x86_64';
  const grubs = paths.filter((path) => /\/grub[^/]*$/i.test(path));
  const fedora = await hasFedoraGrub(tree, grubs);
  return { cpu, platform: programs.length > 0 ? 'efi' : 'pc', fedora };
}

type Lister = (directory: string) => Promise<readonly TreeEntry[]>;

function rememberLists(tree: FileTree): Lister {
  const known = new Map<string, Promise<readonly TreeEntry[]>>();
  return (directory) => {
    const before = known.get(directory);
    if (before !== undefined) return before;
    const listing = known.size < mostDirectories ? tree.list(directory) : Promise.resolve([]);
    known.set(directory, listing);
    return listing;
  };
}

async function resolve(from: typeof places, list: Lister): Promise<readonly ConfigLocation[]> {
  const found = new Map<string, ConfigLocation>();
  for (const { format, paths: patterns } of from) {
    for (const pattern of patterns) {
      const paths = await match(pattern, list);
      // Of images without a file for each, the newest is the first of the menu.
      const matched = format === 'uki' ? paths.toSorted((a, b) => compareVersions(b, a)) : paths;
      for (const path of matched) {
        const place = format === 'bls' ? path.slice(0, path.lastIndexOf('/')) : path;
        if (!found.has(place)) found.set(place, { format, path: place });
      }
    }
  }
  return [...found.values()];
}

async function match(pattern: string, list: Lister): Promise<readonly string[]> {
  let found: string[] = [''];
  for (const segment of pattern.split('/').slice(1)) {
    const wanted = segment.toLowerCase();
    const [before = '', after] = wanted.split('*');
    const next: string[] = [];
    for (const directory of found) {
      for (const { name } of await list(directory === '' ? '/' : directory)) {
        const lower = name.toLowerCase();
        const fits =
          after === undefined
            ? lower === wanted
            : lower.startsWith(before) && lower.endsWith(after) && lower !== after;
        if (fits && next.length < mostFound) next.push(`${directory}/${name}`);
      }
    }
    found = next;
  }
  return found;
}
