import { chmod, copyFile, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { filesBelow } from '../bundle/inputs.ts';
import type { MachineArchitecture } from '../shared/architectures.ts';
import { runTool } from '../shared/tool.ts';
import { accessibilityData } from './accessibility.ts';
import { type ImageModules, takeModules } from './kernel-modules.ts';
import { writeKeymaps } from './keymaps.ts';
import type { NodeRuntime } from './node-runtime.ts';
import type { Compression, ImageContents } from './options.ts';
import { imagePrograms } from './packages.ts';
import { neededLibraries } from './shared-libraries.ts';

/** The directories of unpacked packages. */
export interface PackageTrees {
  readonly kernel: string;
  readonly programs: string;
  readonly certificates: string;
  readonly keymaps: string;
  readonly regulations: string;
}

const layouts: Readonly<Record<MachineArchitecture, { libraries: string; loader: string }>> = {
  x86_64: { libraries: 'lib/x86_64-linux-gnu', loader: 'lib64/ld-linux-x86-64.so.2' },
  aarch64: { libraries: 'lib/aarch64-linux-gnu', loader: 'lib/ld-linux-aarch64.so.1' },
};

/** Lays out what the image mounts at /usr: Node, other programs, their libraries, certificates, modules. */
export async function stageUsr({
  options,
  trees,
  node,
  root,
}: {
  options: ImageContents;
  trees: PackageTrees;
  node: NodeRuntime;
  root: string;
}): Promise<ImageModules> {
  const layout = layouts[options.arch];
  const put = async (source: string, path: string, mode: number) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await copyFile(source, join(root, path));
    await chmod(join(root, path), mode);
  };
  await put(node.file, 'bin/node', 0o755);
  const programs = imagePrograms(options).map(({ path }) => path);
  for (const path of programs) await put(join(trees.programs, 'usr', path), path, 0o755);
  const libraries = join(trees.programs, 'usr', layout.libraries);
  const executables = [node.file, ...programs.map((path) => join(root, path))];
  for (const library of await neededLibraries(executables, libraries)) {
    await put(library, join(layout.libraries, basename(library)), 0o755);
  }
  await put(join(libraries, basename(layout.loader)), layout.loader, 0o755);
  // The kernel itself calls /sbin/modprobe for file systems and protocols.
  await symlink('/bin/busybox', join(root, 'sbin/modprobe'));
  await mkdir(join(root, 'share'));
  await writeFile(join(root, 'share/ca-certificates.crt'), await certificates(trees.certificates));
  await writeKeymaps(trees.keymaps, join(root, 'share/webboot/keymaps'));
  if (options.wifiFirmware) {
    const ciphers = join(layout.libraries, 'ossl-modules/legacy.so');
    await put(join(trees.programs, 'usr', ciphers), ciphers, 0o644);
    // Debian's kernel knows the key of Debian's own signature.
    for (const name of ['regulatory.db', 'regulatory.db.p7s']) {
      const source = join(trees.regulations, `usr/lib/firmware/${name}-debian`);
      await put(source, `lib/firmware/${name}`, 0o644);
    }
  }
  if (options.accessibility === true) {
    const data = accessibilityData(trees.programs, layout.libraries);
    for (const [source, path] of data) await put(source, path, 0o644);
  }
  return takeModules({ kernelTree: trees.kernel, options, root });
}

async function certificates(tree: string): Promise<Buffer> {
  const files = await filesBelow(join(tree, 'usr/share/ca-certificates'));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

/**
 * A block is unpacked whole for the first byte of it that is used. What the start uses is unpacked ahead (initramfs/init.sh),
 * so large blocks, which pack better, cost no time.
 */
const squashfsArguments: Readonly<Record<Compression, readonly string[]>> = {
  zstd: ['-comp', 'zstd', '-Xcompression-level', '22', '-b', '256K'],
  xz: ['-comp', 'xz', '-b', '256K'],
  gzip: ['-comp', 'gzip', '-b', '256K'],
  none: ['-noI', '-noD', '-noF', '-b', '256K'],
};

/** Packs a directory; the same files give the same bytes. */
export async function writeSquashfs(
  root: string,
  { file, compress }: { file: string; compress: Compression },
): Promise<void> {
  await rm(file, { force: true });
  const same = ['-all-root', '-all-time', '0', '-mkfs-time', '0', '-no-xattrs', '-no-exports'];
  const quiet = ['-noappend', '-no-progress', '-quiet'];
  await runTool('mksquashfs', [root, file, ...same, ...quiet, ...squashfsArguments[compress]], {
    package: 'squashfs-tools',
    // It refuses the variable beside the options, which mean the same to every version.
    env: { SOURCE_DATE_EPOCH: undefined },
  });
}
