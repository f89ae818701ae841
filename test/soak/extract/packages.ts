import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { filesBelow } from '../../../tools/bundle/inputs.ts';
import { unpackedDebs } from '../../../tools/image/unpacked.ts';
import { runTool } from '../../../tools/shared/tool.ts';
import { kernelDebs } from '../kernels/chain-files.ts';

/** A kernel to pack, with its configuration and some of its modules. */
interface KernelTree {
  readonly version: string;
  readonly kernel: string;
  readonly config: string;
  readonly modules: readonly string[];
}

/** Debian's kernel of that name, as its package is. */
export async function debSource(): Promise<string> {
  const [deb] = await kernelDebs('trixie', 'x86_64');
  if (deb === undefined) throw new Error('apt returned no kernel package.');
  return deb.file;
}

/** By rpmbuild, laid out as Fedora's kernel-core. */
export async function rpmSource(work: string): Promise<string> {
  const tree = join(work, 'tree');
  const { version } = await layOut(tree, (name) => `lib/modules/${name}`);
  const spec = join(work, 'kernel.spec');
  await writeFile(
    spec,
    [
      ...['Name: kernel-core', 'Version: 6.12', 'Release: 1', 'Summary: a kernel', 'License: GPL'],
      ...['%description', 'A kernel.', '%install', `cp -a ${tree}/. %{buildroot}/`],
      ...['%files', `/lib/modules/${version}`, ''],
    ].join('\n'),
  );
  const settings = {
    _topdir: join(work, 'rpm'),
    _binary_payload: 'w3.zstdio',
    debug_package: '%{nil}',
    __os_install_post: '%{nil}',
    _build_id_links: 'none',
  };
  const defines = Object.entries(settings).flatMap(([key, value]) => [
    '--define',
    `${key} ${value}`,
  ]);
  await runTool('rpmbuild', ['-bb', '--target', 'x86_64', ...defines, spec], { package: 'rpm' });
  return join(work, 'rpm/RPMS/x86_64/kernel-core-6.12-1.x86_64.rpm');
}

/** By makepkg, laid out as Arch's linux. */
export async function pacmanSource(work: string): Promise<string> {
  const tree = join(work, 'tree');
  await layOut(tree, (name) => `usr/lib/modules/${name}`);
  const build = join(work, 'build');
  await mkdir(build);
  await writeFile(
    join(build, 'PKGBUILD'),
    [
      ...['pkgname=linux', 'pkgver=6.12.arch1', 'pkgrel=1', 'arch=(x86_64)'],
      ...["options=('!strip' '!debug')", `package() { cp -r ${tree}/. "$pkgdir/"; }`, ''],
    ].join('\n'),
  );
  // makepkg refuses to run as root.
  await execa('chown', ['-R', 'nobody', work]);
  await runTool(
    'setpriv',
    [
      ...['--reuid=nobody', '--regid=nogroup', '--clear-groups', 'env', `HOME=${build}`],
      ...['PACMAN=true', 'PKGEXT=.pkg.tar.zst', 'CARCH=x86_64', 'makepkg', '-d', '--nosign'],
    ],
    { cwd: build, package: 'makepkg, fakeroot and libarchive-tools' },
  );
  const made = (await readdir(build)).find((name) => name.endsWith('.pkg.tar.zst'));
  return join(build, made ?? 'no package');
}

/**
 * By tar, as abuild has it: a signature, a description and the files are a gzip member each, of
 * which only the last one's archive has an end. In a folder that is called as Alpine's mirrors do.
 */
export async function apkSource(work: string): Promise<string> {
  const tree = join(work, 'tree');
  await layOut(tree, () => 'boot', 'vmlinuz-virt');
  const control = join(work, 'control');
  await mkdir(control);
  await writeFile(join(control, '.SIGN.RSA.key.rsa.pub'), 'no signature');
  await writeFile(
    join(control, '.PKGINFO'),
    'pkgname = linux-virt\npkgver = 6.12-r0\narch = x86_64\n',
  );
  const archive = async (directory: string, names: readonly string[]) => {
    const made = join(work, 'segment.tar');
    await runTool('tar', ['--format=ustar', '-b1', '-cf', made, '-C', directory, ...names]);
    return readFile(made);
  };
  const open = async (name: string) => (await archive(control, [name])).subarray(0, -1024);
  const folder = join(work, 'v3.22/main/x86_64');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'linux-virt-6.12-r0.apk');
  const segments = [
    await open('.SIGN.RSA.key.rsa.pub'),
    await open('.PKGINFO'),
    await archive(tree, await readdir(tree)),
  ];
  await writeFile(file, Buffer.concat(segments.map((segment) => gzipSync(segment))));
  return file;
}

async function layOut(
  tree: string,
  kernelFolder: (version: string) => string,
  kernelName = 'vmlinuz',
): Promise<KernelTree> {
  const kernel = await kernelTree();
  const folder = join(tree, kernelFolder(kernel.version));
  const isBoot = kernelName !== 'vmlinuz';
  await mkdir(folder, { recursive: true });
  await cp(kernel.kernel, join(folder, kernelName));
  await cp(kernel.config, join(folder, isBoot ? `config-${kernel.version}` : 'config'));
  const parent = isBoot ? `lib/modules/${kernel.version}` : kernelFolder(kernel.version);
  for (const module of kernel.modules) {
    const target = join(tree, parent, 'kernel', basename(module));
    await mkdir(dirname(target), { recursive: true });
    await cp(module, target);
  }
  return kernel;
}

async function kernelTree(): Promise<KernelTree> {
  const files = await filesBelow(
    await unpackedDebs('kernel-image', await kernelDebs('trixie', 'x86_64')),
  );
  const find = (pattern: RegExp) => {
    const found = files.find((file) => pattern.test(file));
    if (found === undefined) throw new Error(`Debian's kernel package has no ${pattern}.`);
    return found;
  };
  const kernel = find(/\/boot\/vmlinuz-[^/]+$/);
  return {
    version: basename(kernel).slice('vmlinuz-'.length),
    kernel,
    config: find(/\/boot\/config-[^/]+$/),
    modules: files.filter((file) => /\/nvdimm\/[^/]+\.ko(?:\.\w+)?$/.test(file)),
  };
}
