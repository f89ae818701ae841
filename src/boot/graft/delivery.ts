import type { NetworkToHandOn } from '../../core/network/handed-network.ts';
import type { CpioEntry } from '../../formats/cpio/writer.ts';
import { iwdFiles } from '../../formats/network-profile/iwd.ts';
import { netplanFiles } from '../../formats/network-profile/netplan.ts';
import { networkManagerFiles } from '../../formats/network-profile/network-manager.ts';
import { networkdFiles } from '../../formats/network-profile/networkd.ts';
import type { ProfileFile } from '../../formats/network-profile/profile-file.ts';

/** Within the hook's directory; nobody but root gets to see what lies in it. */
const directory = 'webboot/network';

/**
 * The network for the live system, once for each service that may manage networks there, and the
 * script that chooses among them when it sees the live system's root.
 */
export function deliveryEntries(network: NetworkToHandOn): CpioEntry[] {
  const services = {
    NetworkManager: networkManagerFiles(network),
    netplan: netplanFiles(network),
    iwd: iwdFiles(network),
    networkd: networkdFiles(network),
  };
  const entries = Object.entries(services).flatMap(([service, files]) =>
    serviceEntries(service, files),
  );
  return [
    { kind: 'directory', path: directory, mode: 0o700 },
    ...entries,
    {
      kind: 'file',
      path: 'webboot/deliver',
      mode: 0o755,
      data: new TextEncoder().encode(deliveryScript({ wireless: network.wifi !== undefined })),
    },
  ];
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

/**
 * Runs in the target's initramfs when the live system's root is mounted, and gets its path. What
 * goes to /run stays in the initramfs's own: each family moves that into the live system.
 * Existing directories keep their modes, so files are copied one by one.
 */
function deliveryScript({ wireless }: { readonly wireless: boolean }): string {
  const iwd = wireless
    ? 'elif has usr/lib/iwd/iwd usr/libexec/iwd usr/libexec/iwd/iwd; then service=iwd\n'
    : '';
  return `#!/webboot/busybox sh
bb=/webboot/busybox
root=$1
say() { echo "webboot: $*"; }
has() {
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
cd /
$bb rm -rf /webboot
`;
}
