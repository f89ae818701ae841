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
import { defined } from '../../src/core/defined.ts';
import { bundle, ownEntries } from '../bundle/bundle.ts';
import { fileDigest, inputsDigest } from '../bundle/inputs.ts';
import { sourceDate } from '../bundle/source-date.ts';
import { type Deb, openAptState } from '../debian/apt.ts';
import { kernelDirectory, metadataFile } from '../kernel/built-kernel.ts';
import { describeKernel, type KernelMetadata } from '../kernel/metadata.ts';
import { buildDirectory } from '../shared/paths.ts';
import { say, step } from '../shared/say.ts';
import { type LargeFile, writeInitramfs, writeLarge } from './archive.ts';
import { compileAhead, warmUpEntry } from './compile-ahead.ts';
import { downloadFirmware } from './firmware.ts';
import { firstFrames } from './first-frames.ts';
import { requireGivenFiles } from './given-files.ts';
import { initWords } from './init-words.ts';
import { type ImageKernel, imageKernel } from './kernel.ts';
import type { ImageManifest, ManifestFile } from './manifest.ts';
import { type NodeRuntime, nodeRuntime } from './node-runtime.ts';
import type { ImageOptions } from './options.ts';
import { downloadPackages, type ImagePackages } from './packages.ts';
import { home, type RootfsParts, rootfsEntries } from './rootfs.ts';
import { readSshKeys } from './ssh-keys.ts';
import { suite } from './suite.ts';
import { unpackedDebs } from './unpacked.ts';
import { type UsrImage, usrImage } from './usr-cache.ts';

const imageInputs = [
  ...[
    'src',
    'distros',
    'initramfs',
    'tools/commands/image.ts',
    'package-lock.json',
    'tsconfig.json',
  ],
  ...['tools/debian', 'tools/bundle', 'tools/image', 'tools/kernel'],
];

/**
 * `kernel.img` is a second initrd, to be loaded behind the first: the kernel as a file, for
 * webboot to start itself again with memory set aside. Apart, because not every way to boot
 * needs it: with `memmap=` given by hand nothing starts again.
 */
const imageFiles = ['vmlinuz', 'initramfs.img', 'kernel.img'] as const;
/** All of the initramfs but /usr, and what it takes to fetch that from a stick. */
export const chromeosInitramfs = 'chromeos.img';

/** Where an image's files are, with `manifest.json`. */
export function imageDirectory(options: ImageOptions): string {
  const { arch, flavour, wifiFirmware, withoutFirmware, chromeos, out } = options;
  const wifi = wifiFirmware && (withoutFirmware ? 'radios' : 'wifi');
  const more = [options.sshKeys !== undefined && 'ssh', options.accessibility && 'accessibility'];
  const kind = [arch, flavour, wifi, chromeos && 'chromeos', ...more];
  return out ?? join(buildDirectory, 'image', kind.filter(Boolean).join('-'));
}

/** Builds when a source or an option has changed since the last build into the same directory. */
export async function ensureImage(options: ImageOptions): Promise<ImageManifest> {
  const directory = imageDirectory(options);
  const built = await readFile(join(directory, '.inputs'), 'utf8').catch(() => '');
  if (built !== (await optionsDigest(options))) return buildImage(options);
  return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as ImageManifest;
}

/** Builds an image's files, `manifest.json` and `kernel-metadata.json` from Debian's packages; no root needed. */
export async function buildImage(options: ImageOptions): Promise<ImageManifest> {
  await requireGivenFiles(options);
  const sshKeys = options.sshKeys === undefined ? undefined : await readSshKeys(options.sshKeys);
  const digest = await optionsDigest(options);
  const directory = imageDirectory(options);
  await mkdir(directory, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'webboot-image-'));
  try {
    const manifest = await writeImage(
      { ...(await gatherParts(options)), ...defined({ sshKeys }) },
      { options, work },
    );
    await writeFile(join(work, 'manifest.json'), jsonText(manifest));
    await rm(join(directory, '.inputs'), { force: true });
    const files = manifest.files.map(({ name }) => name);
    for (const name of [...files, 'manifest.json', metadataFile]) {
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
  readonly kernel: ImageKernel;
  readonly packages: ImagePackages;
  readonly firmware: readonly Deb[];
  readonly node: NodeRuntime;
  readonly usr: UsrImage;
  readonly busybox: string;
  /** The text of `authorized_keys`. */
  readonly sshKeys?: string;
}

async function gatherParts(options: ImageOptions): Promise<ImageParts> {
  const apt = await openAptState({ suite, arch: options.arch });
  await step(`package lists of Debian ${suite}`, () => apt.update());
  const kernel = await step('kernel', () => imageKernel(apt, options));
  say(`kernel ${kernel.version}, ${describeOrigin(kernel)}`);
  const packages = await step('packages', () => downloadPackages(apt, options));
  const firmware = options.withoutFirmware ? [] : await downloadFirmware(options);
  const node = await nodeRuntime(options.arch);
  const usr = await usrImage(options, { kernel, packages, firmware, node });
  const busyboxTree = await unpackedDebs('busybox', [packages.busybox]);
  const busybox = join(busyboxTree, 'usr/bin/busybox');
  return { kernel, packages, firmware, node, usr, busybox };
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
    kernelVersion: parts.kernel.version,
    nodeVersion: parts.node.version,
    built: new Date(builtAt * 1000).toISOString(),
    append: options.append,
    packages: packageList(parts),
    modules: parts.usr.modules,
    firmware: parts.usr.firmware,
    files: [],
  };
  const dist = join(work, 'dist');
  const frames = await step('bundle', async () => {
    const entries = { ...ownEntries, ...warmUpEntry };
    await bundle({ outDir: dist, minify: true, builtAt, entries });
    await compileAhead(dist, options.arch);
    return firstFrames(options.arch);
  });
  const rootfs: RootfsParts = {
    busybox: parts.busybox,
    bundle: dist,
    earlyModules: parts.usr.earlyModules,
    extraFiles: options.extraFiles,
    ...defined({ sshKeys: parts.sshKeys, accessibility: options.accessibility }),
    texts: new Map([
      ['build-date', `${builtAt}\n`],
      ['cmdline', `${options.append}\n`],
      ['manifest.json', jsonText(manifest)],
      ...[...frames].map(([name, frame]): [string, string] => [`frames/${name}`, frame]),
      ...(await initWords()).map(([name, words]): [string, string] => [`words/${name}`, words]),
    ]),
  };
  const large = largeFiles(parts.usr, options);
  const { compress } = options;
  await step('initramfs', async () => {
    const entries = await rootfsEntries(rootfs);
    await writeInitramfs(join(work, 'initramfs.img'), { large, entries, compress });
    if (options.chromeos !== true) return;
    const small = await rootfsEntries({ ...rootfs, stickModules: parts.usr.stickModules });
    await writeInitramfs(join(work, chromeosInitramfs), { large: [], entries: small, compress });
  });
  await copyFile(parts.kernel.file, join(work, 'vmlinuz'));
  await writeKernelArchive(join(work, 'kernel.img'), parts.kernel.file);
  await writeFile(join(work, metadataFile), jsonText(await kernelMetadata(parts)));
  const names = [...imageFiles, ...(options.chromeos === true ? [chromeosInitramfs] : [])];
  const files = await Promise.all(names.map((name) => manifestFile(join(work, name))));
  return { ...manifest, files };
}

function describeOrigin({ origin, package: { name, version } }: ImageKernel): string {
  const package_ = `${name} ${version}`;
  switch (origin.kind) {
    case 'package':
      return package_;
    case 'built':
      return `built here from ${package_}`;
    case 'file':
      return `${origin.name}, with the modules of ${package_}`;
  }
}

async function kernelMetadata({ kernel, usr }: ImageParts): Promise<KernelMetadata> {
  const { file, version, origin, config } = kernel;
  const modules = { count: usr.modules.length, bytes: usr.moduleBytes };
  return describeKernel(file, { version, origin, config, modules });
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

function packageList(parts: ImageParts): ImageManifest['packages'] {
  const { kernel, packages, firmware, node } = parts;
  const { busybox, certificates, keymaps, regulations, programs } = packages;
  const debs = [busybox, certificates, keymaps, regulations, ...programs, ...firmware];
  return [
    kernel.package,
    ...debs.map((deb) => ({ name: deb.package, version: deb.version, sha256: deb.sha256 })),
    { name: 'node', version: node.version, integrity: node.integrity },
  ];
}

async function manifestFile(path: string): Promise<ManifestFile> {
  const { size } = await stat(path);
  return { name: basename(path), bytes: size, sha256: await fileDigest(path) };
}

async function optionsDigest(options: ImageOptions): Promise<string> {
  const { arch, flavour, kernel, iso, sshKeys, extraFiles } = options;
  const built = flavour === 'built' ? join(kernelDirectory(arch), metadataFile) : undefined;
  const files = [...extraFiles.map(({ source }) => source), kernel, built, iso, sshKeys].filter(
    (path) => path !== undefined,
  );
  // Whoever asks writes the same options down in another order.
  const asked = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return inputsDigest([...imageInputs, ...files], JSON.stringify(asked));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
