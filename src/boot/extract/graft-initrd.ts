import type { Architecture } from '../../core/architecture.ts';
import { defined } from '../../core/defined.ts';
import { rulesOf } from '../../core/families/family.ts';
import type { BootEntry, ImageFacts } from '../../core/image/image-facts.ts';
import { graftInit, ownInit } from '../../core/plan/graft-init.ts';
import { planCmdline } from '../../core/plan/target-cmdline.ts';
import { type VirtualMedium, virtualMedia } from '../../core/plan/virtual-medium.ts';
import { WebbootError } from '../../errors.ts';
import { type CpioEntry, writeCpio } from '../../formats/cpio/writer.ts';
import { unionTree } from '../../formats/file-tree/union-tree.ts';
import { loadOrder } from '../../formats/modules/load-order.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { Media } from '../../ports/media.ts';
import type { RandomAccess } from '../../ports/random-access.ts';
import { hookEntries } from '../graft/archive.ts';
import { type GraftModule, readModules } from '../graft/collect-modules.ts';
import { copiedEntries } from '../graft/copied-files.ts';
import { readInitrdModules } from '../graft/initrd-modules.ts';
import { findModuleDirectory } from '../graft/module-directory.ts';
import { readModuleLists } from '../graft/module-lists.ts';
import { openRootFileSystems } from '../inspect/root-modules.ts';

export interface GraftOptions {
  readonly medium: VirtualMedium;
  /** Of this machine: the program that starts first is its busybox. */
  readonly arch: Architecture;
  readonly machine: Pick<Media, 'busybox' | 'unpackXz'>;
}

/** What makes an entry's initrd find its image as a virtual machine's medium. */
export interface InitrdGraft {
  readonly medium: VirtualMedium;
  readonly device: string;
  readonly family: ImageFacts['family'];
  /** File names of the drivers, in load order; what the kernel has built in is not among them. */
  readonly drivers: readonly string[];
  /** To be put in front of the initrds; absent where they lack nothing. */
  readonly archive?: Uint8Array;
  readonly cmdline: string;
}

interface Target {
  readonly tree: FileTree;
  readonly facts: Pick<ImageFacts, 'family' | 'dialect' | 'image' | 'kernels' | 'arch'>;
  readonly entry: BootEntry;
  readonly initrds: readonly RandomAccess[];
}

/** Throws `modules-missing` and `wrong-architecture`. */
export async function graftInitrd(
  { tree, facts, entry, initrds }: Target,
  { medium, arch, machine }: GraftOptions,
  options: { readonly signal?: AbortSignal },
): Promise<InitrdGraft> {
  const { device } = virtualMedia[medium];
  const { family, dialect, image } = facts;
  const version = facts.kernels.find(({ path }) => path === entry.kernel)?.version ?? '';
  const { trees } = await openRootFileSystems(tree, options);
  const modules =
    (await driversOf(trees, { medium, version }, machine)) ??
    (await driversOf([await readInitrdModules(initrds)], { medium, version }, machine));
  if (modules === undefined) throw driversMissing(medium, version);
  const entries: CpioEntry[] = [];
  if (modules.length > 0) {
    if (facts.arch !== arch) throw otherArchitecture(facts.arch, arch);
    entries.push(
      ...hookEntries({
        ...{ busybox: await machine.busybox(), modules, carriesImage: false },
        blockDevice: device.slice(device.lastIndexOf('/') + 1),
        init: ownInit([entry.cmdline]),
      }),
    );
  }
  const { copies } = rulesOf(family);
  if (copies !== undefined) entries.push(...(await copiedEntries(tree, copies)));
  const rdinit = modules.length > 0 ? graftInit : undefined;
  const cmdline = planCmdline({
    ...{ cmdline: entry.cmdline, family, device, volumeId: image.volumeId },
    ...{ consoles: [], extra: [] },
    ...defined({ dialect, rdinit }),
  });
  const archive = entries.length === 0 ? undefined : writeCpio(entries);
  const drivers = modules.map(({ fileName }) => fileName);
  return { medium, device, family, drivers, cmdline, ...defined({ archive }) };
}

/** Undefined where these layers have no such drivers for that kernel; FormatErrors are thrown. */
async function driversOf(
  layers: readonly FileTree[],
  { medium, version }: { readonly medium: VirtualMedium; readonly version: string },
  machine: Pick<Media, 'unpackXz'>,
): Promise<readonly GraftModule[] | undefined> {
  const directory = await findModuleDirectory(unionTree(layers), version);
  if (directory === undefined) return undefined;
  const { dependencies, builtin } = await readModuleLists(layers, directory);
  const { drivers, buses } = virtualMedia[medium];
  const order = (names: readonly string[]) => loadOrder(names, dependencies, { builtin });
  const present = buses.filter((name) => order([name]).missing.length === 0);
  const { paths, missing } = order([...present, ...drivers]);
  if (missing.length > 0 || present.length === 0) return undefined;
  return readModules(layers, { directory, paths }, machine);
}

function driversMissing(medium: VirtualMedium, version: string): WebbootError {
  const { drivers } = virtualMedia[medium];
  return new WebbootError(
    'modules-missing',
    `Neither the root file system, as far as it can be read without being mounted, nor the initrd has ${drivers.join(', ')} for kernel ${version || 'of unknown version'}.`,
    { remedy: 'Choose another entry or another --graft, or leave --graft out.' },
  );
}

function otherArchitecture(image: ImageFacts['arch'], host: Architecture): WebbootError {
  return new WebbootError(
    'wrong-architecture',
    `The image is for ${image}, but the busybox of this machine, which the graft starts with, is for ${host}.`,
    { remedy: `Run webboot on a machine with ${image}, or leave --graft out.` },
  );
}
