import { readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { CpioEntry } from '../../src/formats/cpio/writer.ts';
import { filesBelow } from '../bundle/inputs.ts';
import { projectDirectory } from '../shared/paths.ts';
import { parentsOf } from './archive.ts';
import type { ExtraFile } from './options.ts';

/** Everything of webboot's own is below here; the squashfs is mounted at /usr. */
export const home = 'webboot';

export interface RootfsParts {
  readonly busybox: string;
  /** Directory of `init.mjs` and its chunks. */
  readonly bundle: string;
  readonly earlyModules: readonly string[];
  /** What init.sh reads a stick by, in an image that has its /usr there; in this order. */
  readonly stickModules?: readonly string[];
  readonly extraFiles: readonly ExtraFile[];
  /** The text of `authorized_keys`, in an image with SSH. */
  readonly sshKeys?: string;
  /** Whether the image speaks, and has braille. */
  readonly accessibility?: boolean;
  /** Texts to be put below /webboot, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

const directories = [
  ...['bin', 'dev', 'etc', 'etc/ssl', 'etc/ssl/certs', 'mnt', 'proc', 'root', 'run', 'sys', 'tmp'],
  ...['usr', 'var', home, `${home}/early`],
];

/** As in Debian, with /usr from the squashfs; /bin is busybox's. */
const links: Readonly<Record<string, string>> = {
  lib: 'usr/lib',
  lib64: 'usr/lib64',
  sbin: 'usr/sbin',
  'var/run': '/run',
  'etc/mtab': '/proc/self/mounts',
  'etc/ssl/certs/ca-certificates.crt': '/usr/share/ca-certificates.crt',
};

const texts: Readonly<Record<string, string>> = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
  'etc/group': 'root:x:0:\ntty:x:5:\n',
  'etc/hosts': '127.0.0.1 localhost webboot\n::1 localhost\n',
  'etc/hostname': 'webboot\n',
  // What initramfs/init.sh mounts before anything else, in this order.
  'etc/fstab': [
    'proc /proc proc defaults',
    'sysfs /sys sysfs defaults',
    'devtmpfs /dev devtmpfs defaults',
    'tmpfs /run tmpfs mode=755',
    '',
  ].join('\n'),
};

/** Without the firmware for its signal processor, an Intel machine speaks by HD Audio alone. */
const soundSettings = 'options snd_intel_dspcfg dsp_driver=1\n';

/** The entries of the image's root directory, parents first, sorted. */
export async function rootfsEntries(parts: RootfsParts): Promise<readonly CpioEntry[]> {
  const entries = new Map<string, CpioEntry>();
  const add = (entry: CpioEntry) => {
    for (const path of parentsOf(entry.path)) {
      if (!entries.has(path)) entries.set(path, { kind: 'directory', path });
    }
    entries.set(entry.path, entry);
  };
  const addFile = async (source: string, path: string, mode = 0o644) =>
    add({ kind: 'file', path, mode, data: await readFile(source) });
  const addTree = async (source: string, path: string) => {
    for (const file of await filesBelow(source)) {
      await addFile(file, join(path, relative(source, file)), file.endsWith('.sh') ? 0o755 : 0o644);
    }
  };

  for (const path of directories) add({ kind: 'directory', path });
  for (const [path, target] of Object.entries(links)) add({ kind: 'symlink', path, target });
  for (const [path, text] of Object.entries(texts)) add(textFile(path, text));
  for (const [name, text] of parts.texts) add(textFile(`${home}/${name}`, text));
  // The kernel opens it for /init's standard streams, before anything is mounted.
  add({ kind: 'char-device', path: 'dev/console', major: 5, minor: 1 });
  await addFile(parts.busybox, 'bin/busybox', 0o755);
  await addFile(join(projectDirectory, 'initramfs/init.sh'), 'init', 0o755);
  await addFile(join(projectDirectory, 'initramfs/webboot.sh'), 'bin/webboot', 0o755);
  for (const script of ['hotplug.sh', 'dhcp.sh', 'resolv.sh']) {
    await addFile(join(projectDirectory, 'initramfs', script), `${home}/${script}`, 0o755);
  }
  await addTree(join(projectDirectory, 'initramfs/hooks'), `${home}/hooks`);
  await addTree(join(projectDirectory, 'distros'), `${home}/distros`);
  await addTree(parts.bundle, `${home}/dist`);
  const addModules = async (directory: string, modules: readonly string[]) => {
    for (const module of modules) await addFile(module, join(directory, basename(module)));
    const order = modules.map((path) => `${basename(path)}\n`).join('');
    add(textFile(join(directory, 'order'), order));
  };
  await addModules(`${home}/early`, parts.earlyModules);
  if (parts.stickModules !== undefined) await addModules(`${home}/stick`, parts.stickModules);
  if (parts.sshKeys !== undefined) {
    await addFile(join(projectDirectory, 'initramfs/ssh-login.sh'), `${home}/ssh-login.sh`, 0o755);
    const keys = textFile('root/.ssh/authorized_keys', parts.sshKeys);
    add({ ...keys, mode: 0o600 });
  }
  if (parts.accessibility === true) {
    await addFile(join(projectDirectory, 'initramfs/braille.sh'), `${home}/braille.sh`, 0o755);
    add(textFile('etc/modprobe.d/sound.conf', soundSettings));
  }
  for (const { source, path } of parts.extraFiles) await addFile(source, path.replace(/^\/+/, ''));
  return [...entries.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function textFile(path: string, text: string): CpioEntry {
  return { kind: 'file', path, data: Buffer.from(text) };
}
