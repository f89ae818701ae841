import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openAptState } from '../apt.ts';
import { bundle } from '../bundle.ts';
import { inputsDigest } from '../inputs.ts';
import { buildDirectory } from '../paths.ts';
import { say, step } from '../say.ts';
import { sourceDate } from '../source-date.ts';
import { type LargeFile, writeInitramfs, writeLarge } from './archive.ts';
import { kernelVersion } from './kernel-modules.ts';
import type { ImageManifest, ManifestFile } from './manifest.ts';
import { type NodeRuntime, nodeRuntime } from './node-runtime.ts';
import type { ImageOptions } from './options.ts';
import { downloadPackages, type ImagePackages } from './packages.ts';
import { home, rootfsEntries } from './rootfs.ts';
import { cachedDirectory, unpackedDebs } from './unpacked.ts';
import { stageUsr, writeSquashfs } from './usr-image.ts';

/** Debian 13, whose 6.12 is a long-term kernel. */
const suite = 'trixie';

const imageInputs = [
  ...['src', 'distros', 'initramfs', 'buildimage.ts', 'package-lock.json', 'tsconfig.json'],
  ...['tools/apt.ts', 'tools/bundle.ts', 'tools/image'],
];

/** What decides about the squashfs, beside the packages; the slow part is not done for less. */
const usrInputs = [
  'initramfs/modules',
  ...['kernel-modules', 'module-selection', 'shared-libraries', 'usr-image'].map(
    (name) => `tools/image/${name}.ts`,
  ),
];

/**
 * `kernel.img` is a second initrd, to be loaded behind the first: the kernel as a file, for
 * webboot to start itself again with memory set aside. Apart, because not every way to boot
 * needs it: with `memmap=` given by hand nothing starts again.
 */
const imageFiles = ['vmlinuz', 'initramfs.img', 'kernel.img'] as const;

/** Where an image's files are, with `manifest.json`. */
export function imageDirectory(options: ImageOptions): string {
  return options.out ?? join(buildDirectory, 'image', `${options.arch}-${options.flavour}`);
}

/** Builds when a source or an option has changed since the last build into the same directory. */
export async function ensureImage(options: ImageOptions): Promise<ImageManifest> {
  const directory = imageDirectory(options);
  const built = await readFile(join(directory, '.inputs'), 'utf8').catch(() => '');
  if (built !== (await optionsDigest(options))) return buildImage(options);
  return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as ImageManifest;
}

/** Builds an image's files and `manifest.json` from Debian's packages; no root needed. */
export async function buildImage(options: ImageOptions): Promise<ImageManifest> {
  const digest = await optionsDigest(options);
  const directory = imageDirectory(options);
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'webboot-image-'));
  try {
    const apt = await openAptState({ suite, arch: options.arch });
    await step(`package lists of Debian ${suite}`, () => apt.update());
    const packages = await step('packages', () => downloadPackages(apt, options));
    const node = await nodeRuntime(options.arch);
    const usr = await usrImage(options, { packages, node });
    const kernelTree = await unpackedDebs('kernel', [packages.kernel]);
    const version = await kernelVersion(kernelTree);
    const kernel = options.kernel ?? join(kernelTree, 'boot', `vmlinuz-${version}`);
    await copyFile(kernel, join(work, 'vmlinuz'));
    const modules = await lines(join(usr, 'modules'));
    const builtAt = await sourceDate();
    const manifest: ImageManifest = {
      arch: options.arch,
      flavour: options.flavour,
      compress: options.compress,
      kernelVersion: version,
      nodeVersion: node.version,
      built: new Date(builtAt * 1000).toISOString(),
      append: options.append,
      packages: packageList(packages, node),
      modules,
      files: [],
    };
    await step('bundle', () => bundle({ outDir: join(work, 'dist'), minify: true, builtAt }));
    const busybox = await unpackedDebs('busybox', [packages.busybox]);
    const early = await lines(join(usr, 'early.order'));
    const entries = await rootfsEntries({
      busybox: join(busybox, 'usr/bin/busybox'),
      bundle: join(work, 'dist'),
      earlyModules: early.map((name) => join(usr, 'early', name)),
      extraFiles: options.extraFiles,
      texts: new Map([
        ['build-date', `${builtAt}\n`],
        ['cmdline', `${options.append}\n`],
        ['manifest.json', `${JSON.stringify(manifest, undefined, 2)}\n`],
      ]),
    });
    await step('initramfs', () =>
      writeInitramfs(join(work, 'initramfs.img'), {
        large: largeFiles(usr, options),
        entries,
        compress: options.compress,
      }),
    );
    await writeKernelArchive(join(work, 'kernel.img'), kernel);
    const files = await Promise.all(imageFiles.map((name) => manifestFile(join(work, name))));
    const complete = { ...manifest, files };
    await writeFile(join(work, 'manifest.json'), `${JSON.stringify(complete, undefined, 2)}\n`);
    await rm(join(directory, '.inputs'), { force: true });
    for (const name of [...imageFiles, 'manifest.json']) {
      await copyFile(join(work, name), join(directory, `${name}.part`));
      await rename(join(directory, `${name}.part`), join(directory, name));
    }
    await writeFile(join(directory, '.inputs'), digest);
    for (const { name, bytes } of files) say(`${join(directory, name)}: ${megabytes(bytes)} MB`);
    return complete;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The squashfs and what was learned on the way; kept for each set of packages. */
async function usrImage(
  { arch, compress }: ImageOptions,
  { packages, node }: { packages: ImagePackages; node: NodeRuntime },
): Promise<string> {
  const debs = [packages.kernel, packages.certificates, ...packages.programs];
  const extra = JSON.stringify([arch, compress, node.integrity, debs.map((deb) => deb.sha256)]);
  const digest = await inputsDigest(usrInputs, extra);
  return cachedDirectory(`usr-${digest.slice(0, 32)}`, (work) =>
    step(`packing /usr (${compress})`, async () => {
      const root = join(work, 'root');
      const trees = {
        kernel: await unpackedDebs('kernel', [packages.kernel]),
        programs: await unpackedDebs('programs', packages.programs),
        certificates: await unpackedDebs('certificates', [packages.certificates]),
      };
      const modules = await stageUsr({ arch, trees, node, root });
      await mkdir(join(work, 'early'));
      for (const path of modules.early) await copyFile(path, join(work, 'early', basename(path)));
      await writeLines(
        join(work, 'early.order'),
        modules.early.map((path) => basename(path)),
      );
      await writeLines(join(work, 'modules'), modules.paths);
      await writeSquashfs(root, { file: join(work, 'usr.squashfs'), compress });
      await rm(root, { recursive: true });
    }),
  );
}

async function writeKernelArchive(file: string, kernel: string): Promise<void> {
  const output = await open(file, 'w');
  try {
    await writeLarge(output, [{ source: kernel, path: `${home}/vmlinuz` }]);
  } finally {
    await output.close();
  }
}

function largeFiles(usr: string, options: ImageOptions): readonly LargeFile[] {
  const squashfs = { source: join(usr, 'usr.squashfs'), path: `${home}/usr.squashfs` };
  if (options.iso === undefined) return [squashfs];
  return [squashfs, { source: options.iso, path: `Images/${basename(options.iso)}` }];
}

function packageList(packages: ImagePackages, node: NodeRuntime): ImageManifest['packages'] {
  const debs = [packages.kernel, packages.busybox, packages.certificates, ...packages.programs];
  return [
    ...debs.map((deb) => ({ name: deb.package, version: deb.version, sha256: deb.sha256 })),
    { name: 'node', version: node.version, integrity: node.integrity },
  ];
}

async function manifestFile(path: string): Promise<ManifestFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const { size } = await stat(path);
  return { name: basename(path), bytes: size, sha256: hash.digest('hex') };
}

async function optionsDigest(options: ImageOptions): Promise<string> {
  const { kernel, iso, extraFiles } = options;
  const files = [...extraFiles.map(({ source }) => source), kernel, iso].filter(
    (path) => path !== undefined,
  );
  return inputsDigest([...imageInputs, ...files], JSON.stringify(options));
}

async function lines(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split('\n').filter(Boolean);
}

async function writeLines(path: string, list: readonly string[]): Promise<void> {
  await writeFile(path, list.map((line) => `${line}\n`).join(''));
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
