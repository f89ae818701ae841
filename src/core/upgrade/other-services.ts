/** A service that runs, as far as it decides whether it may be stopped ahead. */
export interface RunningService {
  /** "cron.service" */
  readonly name: string;
  /** Part of the start of the system: it stops with the system itself (DefaultDependencies=no). */
  readonly early: boolean;
  /** Units that stop if this one does. */
  readonly stopsToo: readonly string[];
}

/** They keep the machine reachable and guarded, its files there, or the person on it: how their names begin. */
const kept: readonly string[] = [
  ...['systemd-', 'dbus', 'polkit', 'webboot', 'sssd', 'nslcd', 'winbind'],
  ...['ssh', 'dropbear', 'getty@', 'serial-getty@', 'console-getty', 'user@', 'user-runtime-dir@'],
  // Whoever types in one of their windows would be gone with them.
  ...['gdm', 'lightdm', 'sddm', 'lxdm', 'xdm', 'greetd', 'display-manager', 'xrdp', 'vnc'],
  ...[
    'NetworkManager',
    'networking',
    'network.',
    'network-',
    'network@',
    'ifup@',
    'wpa_supplicant',
    'iwd',
    'dhc',
  ],
  ...['connman', 'wicked', 'firewalld', 'openvpn', 'tailscaled', 'zerotier', 'strongswan', 'ipsec'],
  ...['iscsi', 'multipathd', 'mdmonitor', 'lvm2-', 'autofs', 'nfs-', 'rpc', 'ceph', 'gluster'],
];

/**
 * The services to be stopped before anything stands still: what is not carried and not needed until
 * the jump. None whose end would end one of the others.
 */
export function othersToStop(
  running: readonly RunningService[],
  keep: ReadonlySet<string>,
): readonly string[] {
  const byName = new Map(running.map((service) => [service.name, service]));
  const mayStop = (name: string, seen: ReadonlySet<string>): boolean => {
    if (seen.has(name) || name.endsWith('.target')) return true;
    const service = byName.get(name);
    // What does not run cannot be stopped, but may stand for others.
    if (service === undefined) return !keep.has(name) && name.endsWith('.service');
    if (service.early || keep.has(name) || kept.some((start) => name.startsWith(start)))
      return false;
    return service.stopsToo.every((other) => mayStop(other, new Set([...seen, name])));
  };
  return running.map(({ name }) => name).filter((name) => mayStop(name, new Set()));
}
