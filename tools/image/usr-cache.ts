import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inputsDigest } from '../inputs.ts';
import { step } from '../say.ts';
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
  /** Relative to /lib/modules/<version>, sorted. */
  readonly modules: readonly string[];
}

/** What decides about the squashfs, beside the packages; the slow part is not done for less. */
const usrInputs = [
  'initramfs/modules',
  'src/core/keymaps.ts',
  ...['kernel-modules', 'module-selection', 'shared-libraries', 'usr-cache', 'usr-image'].map(
    (name) => `tools/image/${name}.ts`,
  ),
];

/** Packs /usr, a minute or two, once for each set of packages. */
export async function usrImage(
  options: ImageOptions,
  { packages, node }: { packages: ImagePackages; node: NodeRuntime },
): Promise<UsrImage> {
  const { arch, flavour, compress, wifiFirmware } = options;
  const { kernel, certificates, keymaps, regulations, programs } = packages;
  const debs = [kernel, certificates, keymaps, regulations, ...programs];
  const digests = debs.map((deb) => deb.sha256);
  const extra = JSON.stringify([arch, flavour, wifiFirmware, compress, node.integrity, digests]);
  const digest = await inputsDigest(usrInputs, extra);
  const directory = await cachedDirectory(`usr-${digest.slice(0, 32)}`, (work) =>
    step(`packing /usr (${compress})`, async () => {
      const root = join(work, 'root');
      const trees = {
        kernel: await unpackedDebs('kernel', [kernel]),
        programs: await unpackedDebs('programs', programs),
        certificates: await unpackedDebs('certificates', [certificates]),
        keymaps: await unpackedDebs('keymaps', [keymaps]),
        regulations: await unpackedDebs('regulations', [regulations]),
      };
      const modules = await stageUsr({ options, trees, node, root });
      await mkdir(join(work, 'early'));
      for (const path of modules.early) await copyFile(path, join(work, 'early', basename(path)));
      const early = modules.early.map((path) => basename(path));
      await writeFile(join(work, 'lists.json'), JSON.stringify({ early, modules: modules.paths }));
      await writeSquashfs(root, { file: join(work, 'usr.squashfs'), compress });
      await rm(root, { recursive: true });
    }),
  );
  const lists = JSON.parse(await readFile(join(directory, 'lists.json'), 'utf8')) as {
    readonly early: readonly string[];
    readonly modules: readonly string[];
  };
  return {
    squashfs: join(directory, 'usr.squashfs'),
    earlyModules: lists.early.map((name) => join(directory, 'early', name)),
    modules: lists.modules,
  };
}
