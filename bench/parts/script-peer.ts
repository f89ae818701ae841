import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readKey } from 'openpgp';
import type { CpioEntry } from '../../src/formats/cpio/writer.ts';
import { parseModulesDep } from '../../src/formats/modules/modules-dep.ts';
import {
  parseModulesBuiltin,
  parseModulesSoftdep,
} from '../../src/formats/modules/modules-lists.ts';
import { openAptState } from '../../tools/debian/apt.ts';
import { writeInitramfs } from '../../tools/image/archive.ts';
import { ensureImage, imageDirectory } from '../../tools/image/build.ts';
import { selectModules } from '../../tools/image/module-selection.ts';
import { defaultOptions } from '../../tools/image/options.ts';
import { neededLibraries } from '../../tools/image/shared-libraries.ts';
import { suite } from '../../tools/image/suite.ts';
import { unpackedDebs } from '../../tools/image/unpacked.ts';
import { runTool } from '../../tools/shared/tool.ts';

const script = new URL('script-peer.sh', import.meta.url);

const dhcp = `#!/bin/busybox sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/\${mask:-24}" dev "$interface"
ip route add default via "$router" dev "$interface"
`;

const modules = ['virtio_pci', 'virtio_net', 'nd_e820', 'nd_pmem', 'isofs'];
const programs = ['usr/bin/curl', 'usr/sbin/kexec'];
const libraryDirectory = 'usr/lib/x86_64-linux-gnu';

/**
 * Writes the peer of a boot: an initramfs of busybox, gpgv, curl and kexec whose /init is
 * script-peer.sh. It runs on the kernel of webboot's own image.
 */
export async function writeScriptPeer(
  out: string,
  { publicKey, scratch }: { publicKey: string; scratch: string },
): Promise<void> {
  const apt = await openAptState({ suite, arch: 'x86_64' });
  await apt.update();
  const names = ['curl', 'kexec-tools'];
  const tree = await unpackedDebs(
    'script-peer',
    await apt.download([
      ...['busybox-static', 'gpgv-static', ...names],
      ...(await apt.libraries(names)),
    ]),
  );
  const file = async (source: string, path: string): Promise<CpioEntry> => ({
    ...{ kind: 'file', path, mode: 0o755 },
    data: await readFile(source),
  });
  const text = (path: string, content: string): CpioEntry => ({
    ...{ kind: 'file', path, mode: 0o755 },
    data: Buffer.from(content),
  });
  const libraries = await neededLibraries(
    programs.map((path) => join(tree, path)),
    join(tree, libraryDirectory),
  );
  const drivers = await moduleFiles(scratch);
  const directories = ['bin', 'dev', 'lib64', 'mnt', 'modules', 'proc', 'sys', 'tmp'];
  const nested = ['usr', 'usr/bin', 'usr/sbin', 'usr/lib', libraryDirectory];
  const entries: readonly CpioEntry[] = [
    ...[...directories, ...nested].map((path): CpioEntry => ({ kind: 'directory', path })),
    { kind: 'char-device', path: 'dev/console', major: 5, minor: 1 },
    await file(join(tree, 'usr/bin/busybox'), 'bin/busybox'),
    await file(join(tree, 'usr/bin/gpgv-static'), 'usr/bin/gpgv'),
    ...(await Promise.all(programs.map((path) => file(join(tree, path), path)))),
    ...(await Promise.all(
      libraries.map((path) => file(path, join(libraryDirectory, basename(path)))),
    )),
    await file(join(tree, libraryDirectory, 'ld-linux-x86-64.so.2'), 'lib64/ld-linux-x86-64.so.2'),
    ...(await Promise.all(drivers.map((path) => file(path, join('modules', basename(path)))))),
    text('modules/order', drivers.map((path) => `${basename(path)}\n`).join('')),
    text('dhcp.sh', dhcp),
    text('init', await readFile(script, 'utf8')),
    {
      ...{ kind: 'file', path: 'key.gpg', mode: 0o644 },
      data: (await readKey({ armoredKey: publicKey })).write(),
    },
  ];
  await writeInitramfs(out, { large: [], entries, compress: 'zstd' });
}

/** The drivers in the order in which to load them, taken out of the image. */
async function moduleFiles(scratch: string): Promise<readonly string[]> {
  const { kernelVersion } = await ensureImage(defaultOptions);
  const image = join(imageDirectory(defaultOptions), 'initramfs.img');
  const extract = `cpio -i --quiet --to-stdout webboot/usr.squashfs <${image} >usr.squashfs`;
  await runTool('sh', ['-c', extract], { cwd: scratch, package: 'cpio' });
  await runTool('unsquashfs', ['-q', '-n', '-d', 'usr', 'usr.squashfs', 'lib/modules'], {
    cwd: scratch,
    package: 'squashfs-tools',
  });
  const directory = join(scratch, 'usr/lib/modules', kernelVersion);
  const read = (name: string) => readFile(join(directory, name), 'utf8');
  const paths = selectModules(
    { required: modules, optional: [] },
    {
      available: parseModulesDep(await read('modules.dep')),
      builtin: parseModulesBuiltin(await read('modules.builtin')),
      softdeps: parseModulesSoftdep(await read('modules.softdep')),
    },
  );
  return paths.map((path) => join(directory, path));
}
