import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import { type ModuleInfo, readModuleInfo } from '../../src/formats/modules/module-info.ts';
import { parseModulesDep } from '../../src/formats/modules/modules-dep.ts';
import {
  parseBuiltinFirmware,
  parseModulesBuiltin,
  parseModulesSoftdep,
} from '../../src/formats/modules/modules-lists.ts';
import { projectDirectory } from '../shared/paths.ts';
import { runTool } from '../shared/tool.ts';
import { unnamedFirmware } from './firmware-selection.ts';
import {
  type KernelModules,
  type ModuleWishes,
  parseModuleWishes,
  selectModules,
} from './module-selection.ts';
import type { ImageContents } from './options.ts';

const wishesDirectory = join(projectDirectory, 'initramfs/modules');
/** The list of what is needed before /usr is there. */
const earlyList = 'early.txt';
/** The list of what is needed to fetch /usr from a stick. */
const stickList = 'stick.txt';
/** Lists whose names begin so are for hardware only; one of them for those who want Wi-Fi. */
const hardwarePrefix = 'hardware-';
const wifiList = 'hardware-wifi.txt';
/** The list of those who listen. */
const soundList = 'sound.txt';

export interface ImageModules {
  readonly version: string;
  /** Uncompressed files, in the order in which to load them. */
  readonly early: readonly string[];
  /** The same, by which a stick is read. */
  readonly stick: readonly string[];
  /** `lib/modules/<version>` of the image, with depmod's files. */
  readonly directory: string;
  /** Relative to `directory`, sorted. */
  readonly paths: readonly string[];
  /** Of all of them. */
  readonly bytes: number;
  /** What they may ask for, they and what is built into the kernel; with `*` for anything. */
  readonly firmware: readonly string[];
}

/** The one version that a kernel's package has modules for. */
export async function kernelVersion(kernelTree: string): Promise<string> {
  const [version, ...others] = await readdir(join(kernelTree, 'usr/lib/modules'));
  if (version === undefined || others.length > 0) throw new Error(`no one kernel in ${kernelTree}`);
  return version;
}

/** Takes the modules of initramfs/modules out of a kernel's package, into `root/lib/modules`. */
export async function takeModules({
  kernelTree,
  options,
  root,
}: {
  kernelTree: string;
  options: ImageContents;
  root: string;
}): Promise<ImageModules> {
  const version = await kernelVersion(kernelTree);
  const source = join(kernelTree, 'usr/lib/modules', version);
  const directory = join(root, 'lib/modules', version);
  // The package has no modules.dep; depmod also reads compressed modules.
  await runTool('depmod', ['-b', join(kernelTree, 'usr'), version], { package: 'kmod' });
  const kernel = await readKernelModules(source);
  const lists = await readWishes(options);
  const earlyPaths = selectModules(lists.early, kernel);
  const stickPaths = selectModules(lists.stick, kernel);
  const paths = new Set([
    ...earlyPaths,
    ...stickPaths,
    ...lists.others.flatMap((list) => selectModules(list, kernel)),
  ]);
  await mkdir(directory, { recursive: true });
  const taken: TakenModule[] = [];
  for (const path of [...paths].toSorted()) {
    taken.push(await takeModule({ source, directory, path, version }));
  }
  for (const name of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo']) {
    await copyFile(join(source, name), join(directory, name));
  }
  await runTool('depmod', ['-b', root, version], { package: 'kmod' });
  const files = (list: readonly string[]) =>
    list.map((path) => join(directory, uncompressed(path)));
  const builtin = await readFile(join(source, 'modules.builtin.modinfo'), 'utf8');
  const firmware = new Set([
    ...taken.flatMap((module) => module.firmware),
    ...parseBuiltinFirmware(builtin),
    ...[...kernel.builtin].flatMap(unnamedFirmware),
  ]);
  return {
    version,
    early: files(earlyPaths),
    stick: files(stickPaths),
    directory,
    paths: taken.map(({ path }) => path),
    bytes: taken.reduce((sum, { bytes }) => sum + bytes, 0),
    firmware: [...firmware].toSorted(),
  };
}

async function readKernelModules(directory: string): Promise<KernelModules> {
  const text = (name: string) => readFile(join(directory, name), 'utf8');
  return {
    available: parseModulesDep(await text('modules.dep')),
    builtin: parseModulesBuiltin(await text('modules.builtin')),
    softdeps: parseModulesSoftdep(await text('modules.softdep')),
  };
}

async function readWishes({ flavour, wifiFirmware, accessibility }: ImageContents): Promise<{
  early: ModuleWishes;
  stick: ModuleWishes;
  others: readonly ModuleWishes[];
}> {
  const names = (await readdir(wishesDirectory))
    .filter((name) => flavour !== 'cloud' || !name.startsWith(hardwarePrefix))
    .filter((name) => wifiFirmware || name !== wifiList)
    .filter((name) => accessibility === true || name !== soundList)
    .toSorted();
  const read = async (name: string) =>
    parseModuleWishes(await readFile(join(wishesDirectory, name), 'utf8'));
  return {
    early: await read(earlyList),
    stick: await read(stickList),
    others: await Promise.all(
      names.filter((name) => name !== earlyList && name !== stickList).map(read),
    ),
  };
}

interface TakenModule {
  readonly path: string;
  readonly bytes: number;
  readonly firmware: readonly string[];
}

/**
 * Copies one, uncompressed: squashfs packs it better, and the kernel need not unpack it. Throws
 * 'modules-mismatch' for one of another kernel.
 */
async function takeModule(from: {
  source: string;
  directory: string;
  path: string;
  version: string;
}): Promise<TakenModule> {
  const target = join(from.directory, from.path);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(join(from.source, from.path), target);
  if (target.endsWith('.xz')) await runTool('xz', ['-d', '-f', target], { package: 'xz-utils' });
  if (target.endsWith('.zst')) await runTool('zstd', ['-d', '-q', '--rm', target]);
  const path = uncompressed(from.path);
  const bytes = await readFile(join(from.directory, path));
  const info = readModuleInfo(bytes);
  requireVermagic(info, { path, version: from.version });
  return {
    path,
    bytes: bytes.length,
    firmware: [...info.firmware, ...unnamedFirmware(info.name)],
  };
}

/** The kernel refuses a module of another one when it is too late to say so. */
export function requireVermagic(
  { vermagic }: Pick<ModuleInfo, 'vermagic'>,
  { path, version }: { path: string; version: string },
): void {
  if (vermagic.split(' ')[0] === version) return;
  throw new WebbootError(
    'modules-mismatch',
    `${path} is for kernel ${vermagic.trim()}, but the image has ${version}.`,
    { subject: path, remedy: 'Delete build/cache/kernel-* and build again.' },
  );
}

function uncompressed(path: string): string {
  return join(dirname(path), basename(path).replace(/\.(?:xz|zst)$/, ''));
}
