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
import { openAptState } from '../apt.ts';
import { bundle } from '../bundle.ts';
import { fileDigest, inputsDigest } from '../inputs.ts';
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
import { unpackedDebs } from './unpacked.ts';
import { type UsrImage, usrImage } from './usr-cache.ts';

/** Debian 13, whose 6.12 is a long-term kernel. */
export const suite = 'trixie';

const imageInputs = [
  ...['src', 'distros', 'initramfs', 'buildimage.ts', 'package-lock.json', 'tsconfig.json'],
  ...['tools/apt.ts', 'tools/bundle.ts', 'tools/image'],
];

/**
 * `kernel.img` is a second initrd, to be loaded behind the first: the kernel as a file, for
 * webboot to start itself again with memory set aside. Apart, because not every way to boot
 * needs it: with `memmap=` given by hand nothing starts again.
 */
const imageFiles = ['vmlinuz', 'initramfs.img', 'kernel.img'] as const;

/** Where an image's files are, with `manifest.json`. */
export function imageDirectory(options: ImageOptions): string {
  const { arch, flavour, wifiFirmware, out } = options;
  return out ?? join(buildDirectory, 'image', `${arch}-${flavour}${wifiFirmware ? '-wifi' : ''}`);
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
    const manifest = await writeImage(await gatherParts(options), { options, work });
    await writeFile(join(work, 'manifest.json'), jsonText(manifest));
    await rm(join(directory, '.inputs'), { force: true });
    for (const name of [...imageFiles, 'manifest.json']) {
      await copyFile(join(work, name), join(directory, `${name}.part`));
      await rename(join(directory, `${name}.part`), join(directory, name));
    }
    await writeFile(join(directory, '.inputs'), digest);
    for (const { name, bytes } of manifest.files) {
      say(`${join(directory, name)}: ${(bytes / 1e6).toFixed(1)} MB`);
    }
    return manifest;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What comes from elsewhere, unpacked. */
interface ImageParts {
  readonly packages: ImagePackages;
  readonly node: NodeRuntime;
  readonly usr: UsrImage;
  readonly busybox: string;
  readonly kernel: string;
  readonly kernelVersion: string;
}

async function gatherParts(options: ImageOptions): Promise<ImageParts> {
  const apt = await openAptState({ suite, arch: options.arch });
  await step(`package lists of Debian ${suite}`, () => apt.update());
  const packages = await step('packages', () => downloadPackages(apt, options));
  const node = await nodeRuntime(options.arch);
  const usr = await usrImage(options, { packages, node });
  const kernelTree = await unpackedDebs('kernel', [packages.kernel]);
  const version = await kernelVersion(kernelTree);
  const busyboxTree = await unpackedDebs('busybox', [packages.busybox]);
  return {
    packages,
    node,
    usr,
    busybox: join(busyboxTree, 'usr/bin/busybox'),
    kernel: options.kernel ?? join(kernelTree, 'boot', `vmlinuz-${version}`),
    kernelVersion: version,
  };
}

/** Writes the image's files into `work`. */
async function writeImage(
  parts: ImageParts,
  { options, work }: { options: ImageOptions; work: string },
): Promise<ImageManifest> {
  const builtAt = await sourceDate();
  const manifest: ImageManifest = {
    arch: options.arch,
    flavour: options.flavour,
    compress: options.compress,
    kernelVersion: parts.kernelVersion,
    nodeVersion: parts.node.version,
    built: new Date(builtAt * 1000).toISOString(),
    append: options.append,
    packages: packageList(parts),
    modules: parts.usr.modules,
    files: [],
  };
  const dist = join(work, 'dist');
  await step('bundle', () => bundle({ outDir: dist, minify: true, builtAt }));
  const entries = await rootfsEntries({
    busybox: parts.busybox,
    bundle: dist,
    earlyModules: parts.usr.earlyModules,
    extraFiles: options.extraFiles,
    texts: new Map([
      ['build-date', `${builtAt}\n`],
      ['cmdline', `${options.append}\n`],
      ['manifest.json', jsonText(manifest)],
    ]),
  });
  const large = largeFiles(parts.usr, options);
  await step('initramfs', () =>
    writeInitramfs(join(work, 'initramfs.img'), { large, entries, compress: options.compress }),
  );
  await copyFile(parts.kernel, join(work, 'vmlinuz'));
  await writeKernelArchive(join(work, 'kernel.img'), parts.kernel);
  const files = await Promise.all(imageFiles.map((name) => manifestFile(join(work, name))));
  return { ...manifest, files };
}

async function writeKernelArchive(file: string, kernel: string): Promise<void> {
  const output = await open(file, 'w');
  try {
    await writeLarge(output, [{ source: kernel, path: `${home}/vmlinuz` }]);
  } finally {
    await output.close();
  }
}

function largeFiles({ squashfs }: UsrImage, options: ImageOptions): readonly LargeFile[] {
  const usr = { source: squashfs, path: `${home}/usr.squashfs` };
  if (options.iso === undefined) return [usr];
  return [usr, { source: options.iso, path: `Images/${basename(options.iso)}` }];
}

function packageList({ packages, node }: ImageParts): ImageManifest['packages'] {
  const { kernel, busybox, certificates, keymaps, regulations, programs } = packages;
  const debs = [kernel, busybox, certificates, keymaps, regulations, ...programs];
  return [
    ...debs.map((deb) => ({ name: deb.package, version: deb.version, sha256: deb.sha256 })),
    { name: 'node', version: node.version, integrity: node.integrity },
  ];
}

async function manifestFile(path: string): Promise<ManifestFile> {
  const { size } = await stat(path);
  return { name: basename(path), bytes: size, sha256: await fileDigest(path) };
}

async function optionsDigest(options: ImageOptions): Promise<string> {
  const { kernel, iso, extraFiles } = options;
  const files = [...extraFiles.map(({ source }) => source), kernel, iso].filter(
    (path) => path !== undefined,
  );
  return inputsDigest([...imageInputs, ...files], JSON.stringify(options));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
