/** Where an upgrade keeps what; also spelled in the scripts that run before webboot can. */
export const upgradePlaces = {
  settings: '/etc/webboot/upgrade.json',
  /** On the root file system: systemd's generators read it before anything else is mounted. */
  armed: '/etc/webboot/upgrade.armed',
  /** The same file while the next kernel restores: it is tried once. */
  restoring: '/etc/webboot/upgrade.restoring',
  /** Names the folder of checkpoints for as long as there may be any: they hold secrets. */
  open: '/etc/webboot/upgrade.open',
  helper: '/etc/webboot/upgrade-restore',
  generator: '/etc/systemd/system-generators/webboot-upgrade',
  earlyUnit: '/etc/systemd/system/webboot-upgrade-early.service',
  firstUnit: '/etc/systemd/system/webboot-upgrade-first.service',
  restoreUnit: '/etc/systemd/system/webboot-upgrade-restore.service',
  containersUnit: '/etc/systemd/system/webboot-upgrade-containers.service',
  finishUnit: '/etc/systemd/system/webboot-upgrade.service',
  checkpoints: '/var/lib/webboot/upgrade',
  /** What became of the last upgrade. */
  record: '/var/lib/webboot/upgrade.json',
  /** How each unit fared in this boot. */
  results: '/run/webboot-upgrade',
  /** Where processes are until systemd takes them into the unit's own control group. */
  groups: '/sys/fs/cgroup/webboot-upgrade',
} as const;

/** Memory that outlives a jump is mounted here, each device in a folder of its name. */
export const memoryMounts = '/run/webboot-checkpoints';

/** The folder for checkpoints on a device such as `/dev/pmem0`. */
export function directoryOn(device: string): string {
  return `${memoryMounts}/${device.slice('/dev/'.length)}/upgrade`;
}

/** The device, and where it is mounted, if a folder is on one of them. */
export function deviceOf(
  directory: string,
): { readonly device: string; readonly mountPoint: string } | undefined {
  const within = `${memoryMounts}/`;
  if (!directory.startsWith(within)) return undefined;
  const [, name] = /^(pmem\d{1,3})\//.exec(directory.slice(within.length)) ?? [];
  return name === undefined ? undefined : { device: `/dev/${name}`, mountPoint: within + name };
}

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
