import { access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { execa } from 'execa';
import { defined } from '../../src/core/defined.ts';
import { WebbootError } from '../../src/errors.ts';
import { hostArchitecture } from '../../src/linux/host-architecture.ts';
import { ensureForeignPrograms } from '../host/foreign-programs.ts';
import { architectureNames } from '../shared/architectures.ts';
import { say } from '../shared/say.ts';
import { type LiveIsoOptions, liveAccount } from './options.ts';
import { wifiPackages, wifiScript } from './wifi.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** What the packages became: `vmlinuz`, `initrd.img`, `*.image` and the boot loaders' `.deb`s. */
export interface LiveParts {
  readonly directory: string;
}

/**
 * Unpacks the live system with mmdebstrap and packs it again within the same namespace, so that
 * neither root nor a directory with foreign owners is needed. Takes one to four minutes.
 */
export async function buildLiveParts(
  options: LiveIsoOptions,
  { mirror, directory, signal }: { mirror: string; directory: string; signal?: AbortSignal },
): Promise<LiveParts> {
  await access(keyring).catch((cause: unknown) => {
    throw new WebbootError('host-tool-missing', `${keyring} is not installed.`, {
      subject: keyring,
      remedy: 'Install it with apt-get install debian-archive-keyring.',
      cause,
    });
  });
  await ensureForeignPrograms(options.arch);
  const building = execa('mmdebstrap', mmdebstrapArguments(options, { mirror, directory }), {
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    ...defined({ cancelSignal: signal }),
  });
  const lastLines: string[] = [];
  for await (const line of building.iterable({ from: 'stderr' })) {
    lastLines.push(line);
    if (lastLines.length > 30) lastLines.shift();
    if (line.startsWith('I: ')) say(`  ${line.slice(3)}`);
  }
  const result = await building;
  if (result.code === 'ENOENT') {
    throw new WebbootError('host-tool-missing', 'The program mmdebstrap is not installed.', {
      subject: 'mmdebstrap',
      remedy: 'Install it with apt-get install mmdebstrap.',
      cause: result,
    });
  }
  if (result.failed) {
    throw new WebbootError(
      'build-failed',
      `The program mmdebstrap failed:\n${lastLines.join('\n')}`,
      {
        subject: options.suite,
        remedy: `See the output above. It needs ${mirror}, room in ${tmpdir()}, and root or user namespaces.`,
        cause: result,
      },
    );
  }
  return { directory };
}

const generatorPackages: Readonly<Record<LiveIsoOptions['generator'], readonly string[]>> = {
  'live-boot': ['live-boot'],
  dracut: ['dracut', 'dracut-live', 'dmsetup'],
  // Its module wants dracut's network, which wants D-Bus.
  kiwi: ['dracut', 'kiwi-dracut-live', 'dmsetup', 'dbus'],
};

function packagesOf({ arch, generator, kernelFlavour, wifi }: LiveIsoOptions): readonly string[] {
  const { debian } = architectureNames[arch];
  return [
    kernelFlavour === 'cloud' ? `linux-image-cloud-${debian}` : `linux-image-${debian}`,
    ...generatorPackages[generator],
    // live-boot's initrd asks blkid and findmnt of util-linux for the medium.
    'systemd-sysv',
    'util-linux',
    'udev',
    'kmod',
    'iproute2',
    'zstd',
    'login',
    'passwd',
    ...(wifi === undefined ? [] : wifiPackages(wifi)),
  ];
}

function mmdebstrapArguments(
  options: LiveIsoOptions,
  { mirror, directory }: { mirror: string; directory: string },
): readonly string[] {
  const { debian } = architectureNames[options.arch];
  const bios = options.arch === 'x86_64' ? 'syslinux-common isolinux ' : '';
  const inChroot = (script: string) => `--customize-hook=chroot "$1" sh -euc '${script}'`;
  return [
    '--variant=minbase',
    `--architectures=${debian}`,
    `--keyring=${keyring}`,
    `--include=${packagesOf(options).join(',')}`,
    '--aptopt=Acquire::Languages "none"',
    // A mirror may be a frozen copy, whose lists have passed their date; they stay signed.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    ...['doc', 'man', 'info', 'locale', 'lintian'].map(
      (folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`,
    ),
    '--hook-directory=/usr/share/mmdebstrap/hooks/maybe-merged-usr',
    ...dracutConfigHooks(options),
    ...emulationHooks(options),
    inChroot(accountScript(options)),
    ...(options.wifi === undefined ? [] : [inChroot(wifiScript(options.wifi))]),
    inChroot(
      `mkdir /tmp/parts && cd /tmp/parts && apt-get download -q ${bios}grub-efi-${debian}-signed`,
    ),
    inChroot('apt-get clean && rm -rf /var/lib/apt/lists/*'),
    '--customize-hook=cp "$1"/boot/vmlinuz-* "$1"/tmp/parts/vmlinuz',
    `--customize-hook=cp "$1"/boot/initr* "$1"/tmp/parts/initrd.img`,
    ...packHooks(options),
    `--customize-hook=copy-out /tmp/parts ${directory}`,
    options.suite,
    '/dev/null',
    `deb ${mirror} ${options.suite} main`,
  ];
}

/** Written before the kernel's package makes its initrd: a live initrd is made for no host. */
function dracutConfigHooks({ generator }: LiveIsoOptions): readonly string[] {
  if (generator === 'live-boot') return [];
  const module = generator === 'kiwi' ? 'kiwi-live' : 'dmsquash-live';
  return [
    `--essential-hook=mkdir -p "$1/etc/dracut.conf.d" && printf '%s\\n' hostonly=no 'add_dracutmodules+=" ${module} "' > "$1/etc/dracut.conf.d/live.conf"`,
  ];
}

/**
 * Where the programs are emulated, an initrd takes a quarter of an hour. initramfs-tools would make
 * it once for the kernel's package and once more, the same, at the end; and zstd's level is its
 * largest single step. Source: update-initramfs(8), initramfs.conf(5).
 */
function emulationHooks({ arch, generator }: LiveIsoOptions): readonly string[] {
  if (arch === hostArchitecture() || generator !== 'live-boot') return [];
  const folder = '"$1/etc/initramfs-tools/conf.d"';
  return [
    '--dpkgopt=force-confold',
    `--essential-hook=mkdir -p ${folder} && echo COMPRESSLEVEL=1 > ${folder}/webboot`,
    '--essential-hook=echo update_initramfs=no > "$1/etc/initramfs-tools/update-initramfs.conf"',
  ];
}

function accountScript({ arch }: LiveIsoOptions): string {
  return [
    'echo live > /etc/hostname',
    'printf "127.0.0.1 localhost live\\n" > /etc/hosts',
    `useradd --create-home --shell /bin/bash ${liveAccount.user}`,
    `printf "root:${liveAccount.password}\\n${liveAccount.user}:${liveAccount.password}\\n" | chpasswd`,
    `systemctl enable serial-getty@${architectureNames[arch].serialLine}.service`,
    'systemctl mask apt-daily.timer apt-daily-upgrade.timer fstrim.timer e2scrub_all.timer',
    ': > /etc/machine-id',
  ].join(' && ');
}

function packHooks({ generator, rootImage, layered }: LiveIsoOptions): readonly string[] {
  const hook = (script: string) => `--customize-hook=${script}`;
  if (generator === 'kiwi') return kiwiScripts(rootImage).map(hook);
  const pack = (source: string, target: string) => hook(packCommand(rootImage, source, target));
  if (!layered) return [pack('"$1"', '"$1/tmp/parts/1.image"')];
  return [
    hook('mkdir -p "$1/tmp/extras/usr/local/share"'),
    hook('echo upper > "$1/tmp/extras/usr/local/share/layer"'),
    pack('"$1"', '"$1/tmp/parts/1.image"'),
    pack('"$1/tmp/extras"', '"$1/tmp/parts/2.image"'),
  ];
}

// mmdebstrap has /proc, /sys and /dev mounted while its hooks run; /boot lies in the ISO itself.
const leftOut = ['proc', 'sys', 'dev', 'run', 'tmp', 'boot'];

/** kiwi's root is an ext4 within a squashfs, which is made of a copy without what is left out. */
function kiwiScripts(rootImage: LiveIsoOptions['rootImage']): readonly string[] {
  const exclusions = leftOut.map((name) => `--exclude='./${name}/*'`).join(' ');
  const image = '"$1/tmp/kiwi/LiveOS/rootfs.img"';
  return [
    'mkdir -p "$1/tmp/kiwi/LiveOS" "$1/tmp/copy"',
    `tar -C "$1" ${exclusions} -c . | tar -C "$1/tmp/copy" -x`,
    `mke2fs -q -t ext4 -L ROOT -d "$1/tmp/copy" ${image} ${ext4Size}`,
    packCommand(rootImage, '"$1/tmp/kiwi"', '"$1/tmp/parts/1.image"'),
  ];
}

/** Room for the largest root made here; what stays empty takes next to nothing in the squashfs. */
const ext4Size = '2G';

function packCommand(kind: LiveIsoOptions['rootImage'], source: string, target: string): string {
  if (kind === 'erofs') {
    const pattern = `^(${leftOut.join('|')})/.+`;
    // Extended attributes are looked for in what is left out, too, and /proc refuses.
    return `mkfs.erofs -zlz4hc -x-1 --exclude-regex='${pattern}' ${target} ${source} >&2`;
  }
  const compressor = kind === 'squashfs-xz' ? '-comp xz' : '-comp zstd -Xcompression-level 15';
  const exclusions = leftOut.map((name) => `'${name}/*'`).join(' ');
  return `mksquashfs ${source} ${target} -quiet -no-progress ${compressor} -wildcards -e ${exclusions}`;
}
