import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inputsDigest } from '../bundle/inputs.ts';
import { type Deb, openAptState } from '../debian/apt.ts';
import { debianMirror } from '../debian/debian-mirror.ts';
import { buildDirectory } from '../shared/paths.ts';
import { step } from '../shared/say.ts';
import { runTool } from '../shared/tool.ts';
import {
  type GuestContent,
  type GuestKind,
  guestContents,
  guestFiles,
  guestScript,
} from './services.ts';

/** A kernel of the guest, as a file on this host and by its release. */
export interface GuestKernel {
  readonly release: string;
  readonly kernel: string;
  readonly initrd: string;
}

export interface UpgradeGuest {
  /** The root file system, to be used as a snapshot. */
  readonly disk: string;
  /** Oldest first. */
  readonly kernels: readonly GuestKernel[];
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** A Debian machine with services to be carried from one kernel to another; built once, in minutes. */
export async function ensureUpgradeGuest(kind: GuestKind): Promise<UpgradeGuest> {
  const directory = join(buildDirectory, 'upgrade-guest', kind);
  const disk = join(directory, 'root.img');
  const stamp = join(directory, 'inputs');
  const digest = await inputsDigest(['tools/upgrade-guest']);
  const built = await Promise.all([readFile(stamp, 'utf8'), access(disk)]).catch(() => ['']);
  if (built[0] !== digest) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    await step('a machine to be upgraded (some minutes)', () => build(kind, directory));
    await writeFile(stamp, digest);
  }
  const releases = (await readdir(directory)).flatMap(
    (name) => /^vmlinuz-(.+)$/.exec(name)?.[1] ?? [],
  );
  const byNumber = new Intl.Collator('en', { numeric: true });
  return {
    disk,
    kernels: releases.toSorted(byNumber.compare).map((release) => ({
      release,
      kernel: join(directory, `vmlinuz-${release}`),
      initrd: join(directory, `initrd.img-${release}`),
    })),
  };
}

async function build(kind: GuestKind, directory: string): Promise<void> {
  const content = guestContents[kind];
  const work = await mkdtemp(join(tmpdir(), 'webboot-guest-'));
  try {
    await writeOverlay(work);
    const debs = await foreignPackages(content);
    const mirror = await debianMirror();
    await runTool('mmdebstrap', [
      ...['--variant=minbase', '--architectures=amd64', `--keyring=${keyring}`],
      `--include=${content.packages.join(',')}`,
      ...['--aptopt=Acquire::Languages "none"', '--aptopt=Acquire::Check-Valid-Until "false"'],
      // Nobody mourns a root that a power cut took.
      '--dpkgopt=force-unsafe-io',
      ...['doc', 'man', 'info', 'locale'].map(
        (folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`,
      ),
      '--hook-directory=/usr/share/mmdebstrap/hooks/maybe-merged-usr',
      ...debs.map(({ file }) => `--customize-hook=${unpackInto(file)}`),
      `--customize-hook=tar-in ${join(work, 'overlay.tar')} /`,
      ...initrdScripts.map((script) => `--customize-hook=chroot "$1" sh -euc '${script}'`),
      `--customize-hook=chroot "$1" sh -euc '${guestScript(content)}'`,
      ...packScripts(content.size).map((script) => `--customize-hook=${script}`),
      `--customize-hook=copy-out /tmp/parts ${work}`,
      ...['trixie', '/dev/null', `deb ${mirror} trixie main`],
    ]);
    await runTool('cp', ['--sparse=always', '-r', `${join(work, 'parts')}/.`, directory]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function writeOverlay(work: string): Promise<void> {
  const overlay = join(work, 'overlay');
  for (const [path, { text, mode = 0o644 }] of Object.entries(guestFiles)) {
    const file = join(overlay, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    await chmod(file, mode);
  }
  const owner = ['--owner=0', '--group=0', '--mode=u+rwX,go+rX,go-w'];
  await runTool('tar', ['-C', overlay, ...owner, '-cf', join(work, 'overlay.tar'), '.']);
}

/** Kernels of two suites, and criu of sid: unpacked, for together they do not install. */
async function foreignPackages({
  kernel: kernelPackage,
  kernelSuites,
}: GuestContent): Promise<readonly Deb[]> {
  const found: Deb[] = [];
  for (const suite of kernelSuites) {
    const apt = await openAptState({ suite, arch: 'x86_64' });
    await apt.update();
    const [meta] = await apt.records([kernelPackage]);
    const kernel = meta?.depends.find((name) => name.startsWith('linux-image-')) ?? kernelPackage;
    const [image] = await apt.records([kernel]);
    // From forky on, that package has no files: it depends on those that have.
    const parts = (image?.depends ?? []).filter((name) => /^linux-(?:binary|modules)-/.test(name));
    found.push(...(await apt.download(parts.length > 0 ? parts : [kernel])));
  }
  const sid = await openAptState({ suite: 'sid', arch: 'x86_64' });
  await sid.update();
  const [criu] = await sid.records(['criu']);
  const own = (criu?.depends ?? []).filter((name) => /^lib(?:net\d|nl-3|compel)/.test(name));
  found.push(...(await sid.download(['criu', ...own])));
  return found;
}

/** By tar, which keeps the links of a merged /usr. */
function unpackInto(deb: string): string {
  return `dpkg-deb --fsys-tarfile ${deb} | tar -C "$1" -x --keep-directory-symlink --no-same-owner`;
}

const modules = 'virtio_pci\\nvirtio_blk\\nvirtio_net\\next4\\n';

const initrdScripts = [
  // Where forky and sid have them.
  'cd /usr/lib/modules; for v in *; do [ ! -e $v/vmlinuz ] || cp $v/vmlinuz /boot/vmlinuz-$v; done',
  'echo MODULES=list > /etc/initramfs-tools/conf.d/guest',
  `printf "${modules}" > /etc/initramfs-tools/modules`,
  'for k in /boot/vmlinuz-*; do v=$(basename $k | cut -d- -f2-); depmod $v; mkinitramfs -o /boot/initrd.img-$v $v; done',
  'apt-get clean && rm -rf /var/lib/apt/lists/*',
];

/** mmdebstrap has /proc, /sys and /dev mounted while its hooks run: a copy without them is packed. */
const packScripts = (size: string) => [
  'mkdir -p "$1/tmp/parts" "$1/tmp/copy"',
  `tar -C "$1" ${['proc', 'sys', 'dev', 'run', 'tmp'].map((name) => `--exclude="./${name}/*"`).join(' ')} -c . | tar -C "$1/tmp/copy" -x`,
  `mke2fs -q -t ext4 -d "$1/tmp/copy" "$1/tmp/parts/root.img" ${size}`,
  'cp "$1"/boot/vmlinuz-* "$1"/boot/initrd.img-* "$1/tmp/parts/"',
];
