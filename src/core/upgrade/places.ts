/** Where an upgrade keeps what; also spelled in the scripts that run before webboot can. */
export const upgradePlaces = {
  settings: '/etc/webboot/upgrade.json',
  /** On the root file system: systemd's generators read it before anything else is mounted. */
  armed: '/etc/webboot/upgrade.armed',
  /** The same file while the next kernel restores: it is tried once. */
  restoring: '/etc/webboot/upgrade.restoring',
  helper: '/etc/webboot/upgrade-restore',
  generator: '/etc/systemd/system-generators/webboot-upgrade',
  earlyUnit: '/etc/systemd/system/webboot-upgrade-early.service',
  finishUnit: '/etc/systemd/system/webboot-upgrade.service',
  checkpoints: '/var/lib/webboot/upgrade',
  /** What became of the last upgrade. */
  record: '/var/lib/webboot/upgrade.json',
  /** How each unit fared in this boot. */
  results: '/run/webboot-upgrade',
} as const;

/** The unit's opt-in, for as long as it is prepared. */
export function optInPath(unit: string): string {
  return `/etc/systemd/system/${unit}.d/50-webboot-upgrade.conf`;
}

/** For this boot only. */
export function runtimeDropInPath(unit: string): string {
  return `/run/systemd/system/${unit}.d/zz-webboot-upgrade.conf`;
}

export const lockTable = 'webboot_upgrade';

/** Modules by which criu asks for sockets; it takes seconds for each that it finds missing. */
export const diagModules =
  'inet_diag tcp_diag udp_diag unix_diag raw_diag packet_diag netlink_diag';
