import type { NetworkToHandOn } from '../../core/network/handed-network.ts';
import type { CpioEntry } from '../../formats/cpio/writer.ts';
import { iwdFiles } from '../../formats/network-profile/iwd.ts';
import { netplanFiles } from '../../formats/network-profile/netplan.ts';
import { networkManagerFiles } from '../../formats/network-profile/network-manager.ts';
import { networkdFiles } from '../../formats/network-profile/networkd.ts';
import type { ProfileFile } from '../../formats/network-profile/profile-file.ts';

/** Within the hook's directory; nobody but root gets to see what lies in them. */
const directory = 'webboot/network';
const seedsDirectory = 'webboot/seeds';
const servePath = 'webboot/serve';

/** A file of the person's own, by its path in the live system. */
export interface DeliveredFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** What a live system is given when its root is mounted. */
export interface Delivery {
  readonly network?: NetworkToHandOn;
  readonly files: readonly DeliveredFile[];
  /** The script that serves its image. */
  readonly serve?: string;
}

/** It all, and the script that lays it into the live system's root. */
export function deliveryEntries({ network, files, serve }: Delivery): CpioEntry[] {
  const script = deliveryScript({
    network: network !== undefined,
    wireless: network?.wifi !== undefined,
    seeds: files.length > 0,
    serve: serve !== undefined,
  });
  return [
    ...(network === undefined ? [] : networkEntries(network)),
    ...(files.length === 0 ? [] : seedEntries(files)),
    ...(serve === undefined
      ? []
      : [{ kind: 'file', path: servePath, data: new TextEncoder().encode(serve) } as const]),
    {
      ...{ kind: 'file', path: 'webboot/deliver', mode: 0o755 },
      data: new TextEncoder().encode(script),
    },
  ];
}

function seedEntries(files: readonly DeliveredFile[]): readonly CpioEntry[] {
  const directories = new Set([seedsDirectory]);
  for (const { path } of files) {
    const parts = `${seedsDirectory}/${path}`.split('/').slice(0, -1);
    for (let depth = 3; depth <= parts.length; depth += 1) {
      directories.add(parts.slice(0, depth).join('/'));
    }
  }
  return [
    ...[...directories].map((path): CpioEntry => ({ kind: 'directory', path, mode: 0o700 })),
    ...files.map(
      ({ path, data }): CpioEntry => ({
        ...{ kind: 'file', path: `${seedsDirectory}/${path}` },
        ...{ mode: 0o600, data },
      }),
    ),
  ];
}

/** The network, once for each service that may manage networks there. */
function networkEntries(network: NetworkToHandOn): CpioEntry[] {
  const services = {
    NetworkManager: networkManagerFiles(network),
    netplan: netplanFiles(network),
    iwd: iwdFiles(network),
    networkd: networkdFiles(network),
  };
  const entries = Object.entries(services).flatMap(([service, files]) =>
    serviceEntries(service, files),
  );
  return [{ kind: 'directory', path: directory, mode: 0o700 }, ...entries];
}

function serviceEntries(service: string, files: readonly ProfileFile[]): readonly CpioEntry[] {
  const base = `${directory}/${service}`;
  const directories = new Set([base]);
  for (const { path } of files) {
    const parts = `${base}/${path}`.split('/').slice(0, -1);
    for (let depth = 3; depth <= parts.length; depth += 1) {
      directories.add(parts.slice(0, depth).join('/'));
    }
  }
  return [
    ...[...directories].map((path): CpioEntry => ({ kind: 'directory', path })),
    ...files.map((file): CpioEntry => {
      const path = `${base}/${file.path}`;
      if (file.kind === 'symlink') return { kind: 'symlink', path, target: file.target };
      const data = typeof file.data === 'string' ? new TextEncoder().encode(file.data) : file.data;
      return { kind: 'file', path, mode: file.secret ? 0o600 : 0o644, data };
    }),
  ];
}

interface DeliveryScript {
  readonly network: boolean;
  readonly wireless: boolean;
  readonly seeds: boolean;
  readonly serve: boolean;
}

/**
 * Runs in the target's initramfs when the live system's root is mounted, and gets its path. What
 * goes to /run stays in the initramfs's own: each family moves that into the live system.
 * Existing directories keep their modes, so files are copied one by one.
 */
function deliveryScript({ network, wireless, seeds, serve }: DeliveryScript): string {
  return `#!/webboot/busybox sh
bb=/webboot/busybox
root=$1
say() { echo "webboot: $*"; }
${seeds ? seedsPart : ''}${network ? networkPart(wireless) : ''}${serve ? servePart : ''}cd /
$bb rm -rf /webboot
`;
}

/** Keys are added to those that a live system has; anything else is the person's alone. */
const seedsPart = `umask 077
lay() {
  cd /webboot/seeds || return 1
  $bb find . -type f | while read -r file; do
    target=$root/\${file#./}
    $bb mkdir -p "\${target%/*}" || exit 1
    case $file in
      */authorized_keys) { echo; $bb cat "$file"; } >>"$target" || exit 1 ;;
      *) $bb cp "$file" "$target" || exit 1 ;;
    esac
    $bb chmod 600 "$target"
  done
}
if lay; then say 'your files are in the live system'
else say 'your files could not be put into the live system'
fi
`;

const servePart = `umask 022
if $bb mkdir -p /run/webboot && $bb cp /webboot/serve $bb /run/webboot; then
  say 'this image can be served to other machines: sudo sh /run/webboot/serve'
else say 'the command that serves this image could not be put into /run'
fi
`;

function networkPart(wireless: boolean): string {
  const iwd = wireless
    ? 'elif has usr/lib/iwd/iwd usr/libexec/iwd usr/libexec/iwd/iwd; then service=iwd\n'
    : '';
  return `has() {
  for file in "$@"; do [ -e "$root/$file" ] && return 0; done
  return 1
}
service=
if has usr/sbin/NetworkManager usr/bin/NetworkManager; then service=NetworkManager
elif has usr/sbin/netplan usr/bin/netplan; then service=netplan
${iwd}elif has usr/lib/systemd/systemd-networkd lib/systemd/systemd-networkd; then service=networkd
fi
umask 022
deliver() {
  cd "/webboot/network/$service" || return 1
  $bb find . ! -type d | while read -r file; do
    case $file in ./run/*) target=/\${file#./} ;; *) target=$root/\${file#./} ;; esac
    $bb mkdir -p "\${target%/*}" && $bb cp -dp "$file" "$target" || exit 1
  done
}
if [ -z "$service" ]; then say 'the live system has no network service that is known'
elif deliver; then say "the network is handed on to $service"
else say "the network could not be handed on to $service"
fi
`;
}
