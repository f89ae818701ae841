import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inputsDigest } from '../bundle/inputs.ts';
import type { Deb } from '../debian/apt.ts';
import { step } from '../shared/say.ts';
import { type PackagedFirmware, takeFirmware } from './firmware.ts';
import type { ImageKernel } from './kernel.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { ImageOptions } from './options.ts';
import type { ImagePackages } from './packages.ts';
import { cachedDirectory, unpackedDebs } from './unpacked.ts';
import { stageUsr, writeSquashfs } from './usr-image.ts';

/** The packed /usr, and what the rest of the image has to know of it. */
export interface UsrImage {
  readonly squashfs: string;
  /** Files to load before it can be mounted, in this order. */
  readonly earlyModules: readonly string[];
  /** Files to load before a stick can be read, in this order. */
  readonly stickModules: readonly string[];
  /** Relative to /lib/modules/<version>, sorted. */
  readonly modules: readonly string[];
  /** Of the modules. */
  readonly moduleBytes: number;
  readonly firmware: readonly PackagedFirmware[];
}

/** Packages that /usr is made of; the kernel may have come without one. */
interface UsrParts {
  readonly kernel: ImageKernel;
  readonly packages: ImagePackages;
  readonly firmware: readonly Deb[];
  readonly node: NodeRuntime;
}

interface UsrLists extends Omit<UsrImage, 'squashfs' | 'earlyModules' | 'stickModules'> {
  /** Names of files, in the order in which to load them. */
  readonly early: readonly string[];
  readonly stick: readonly string[];
}

/** What decides about the squashfs, beside the packages; the slow part is not done for less. */
const usrInputs = [
  'initramfs/modules',
  'src/core/settings/keymaps.ts',
  'src/formats/modules',
  ...[
    'accessibility',
    'copyright-file',
    'firmware',
    'firmware-selection',
    'icu-data',
    'kernel-modules',
    'module-selection',
    'node-runtime',
    'shared-libraries',
    'type-stripper',
    'unwind-tables',
    'usr-cache',
    'usr-image',
  ].map((name) => `tools/image/${name}.ts`),
];

/** Packs /usr, a minute or two, once for each set of packages. */
export async function usrImage(
  options: ImageOptions,
  { kernel, packages, firmware, node }: UsrParts,
): Promise<UsrImage> {
  const { arch, flavour, compress, wifiFirmware, accessibility } = options;
  const { certificates, keymaps, regulations, programs } = packages;
  const debs = [certificates, keymaps, regulations, ...programs, ...firmware];
  const digests = [kernel.identity, node.integrity, ...debs.map((deb) => deb.sha256)];
  const more = accessibility === true ? ['accessibility'] : [];
  const extra = JSON.stringify([arch, flavour, wifiFirmware, compress, digests, ...more]);
  const digest = await inputsDigest(usrInputs, extra);
  const directory = await cachedDirectory(`usr-${digest.slice(0, 32)}`, (work) =>
    step(`packing /usr (${compress})`, async () => {
      const root = join(work, 'root');
      const trees = {
        kernel: kernel.tree,
        programs: await unpackedDebs('programs', programs),
        certificates: await unpackedDebs('certificates', [certificates]),
        keymaps: await unpackedDebs('keymaps', [keymaps]),
        regulations: await unpackedDebs('regulations', [regulations]),
      };
      const modules = await stageUsr({ options, trees, node, root });
      const names = modules.firmware;
      const packaged = await takeFirmware(firmware, { names, root });
      const loaded = [...modules.early, ...modules.stick];
      await mkdir(join(work, 'modules'));
      for (const path of loaded) await copyFile(path, join(work, 'modules', basename(path)));
      const lists: UsrLists = {
        early: modules.early.map((path) => basename(path)),
        stick: modules.stick.map((path) => basename(path)),
        modules: modules.paths,
        moduleBytes: modules.bytes,
        firmware: packaged,
      };
      await writeFile(join(work, 'lists.json'), JSON.stringify(lists));
      await writeSquashfs(root, { file: join(work, 'usr.squashfs'), compress });
      await rm(root, { recursive: true });
    }),
  );
  const text = await readFile(join(directory, 'lists.json'), 'utf8');
  const { early, stick, ...lists } = JSON.parse(text) as UsrLists;
  return {
    ...lists,
    squashfs: join(directory, 'usr.squashfs'),
    earlyModules: early.map((name) => join(directory, 'modules', name)),
    stickModules: stick.map((name) => join(directory, 'modules', name)),
  };
}
