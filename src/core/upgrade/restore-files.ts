import { upgradePlaces } from './places.ts';
import { holdSeconds, restoreSeconds } from './restore-drop-ins.ts';
import { generatorText } from './restore-generator.ts';
import { helperText } from './restore-helper.ts';

/** A file that `prepare` installs. */
export interface InstalledFile {
  readonly path: string;
  readonly mode: number;
  readonly text: string;
}

const heading = '# Written by "webboot upgrade prepare"; "webboot upgrade unprepare" removes it.';

/** Part of the start of the system, which waits for it: the processors are its alone. */
function earlyUnit(description: string, action: string, order: readonly string[]): string {
  return `${heading}
[Unit]
Description=${description}
DefaultDependencies=no
${order.join('\n')}
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
KillMode=process
# It is waited for. What it restores has its own priority.
Nice=-20
TimeoutStartSec=${holdSeconds}
ExecStart=/bin/sh ${upgradePlaces.helper} ${action}
`;
}

/** Podman needs a system that has started. */
const containersUnitText = `${heading}
[Unit]
Description=Restore the containers that were carried over a kernel change
Wants=network-online.target
After=network-online.target webboot-upgrade-restore.service
Before=webboot-upgrade.service podman-restart.service podman.service

[Service]
Type=oneshot
RemainAfterExit=yes
KillMode=process
TimeoutStartSec=${restoreSeconds + 60}
ExecStart=/bin/sh ${upgradePlaces.helper} containers
`;

function finishUnitText(command: string): string {
  return `${heading}
[Unit]
Description=Finish carrying processes over a kernel change
After=webboot-upgrade-early.service webboot-upgrade-restore.service

[Service]
Type=oneshot
ExecStartPre=-/bin/sh ${upgradePlaces.helper} free
ExecStart=${command} upgrade finish
`;
}

/** What systemd would start at the same time. None of it is needed by what is restored first. */
const rest = [
  ...['local-fs-pre.target', 'network-pre.target', 'sysinit.target', 'shutdown.target'],
  ...['udevd', 'udev-trigger', 'modules-load', 'sysctl', 'binfmt', 'random-seed', 'hwdb-update'],
  ...['tmpfiles-setup-dev-early', 'tmpfiles-setup-dev', 'tmpfiles-setup', 'sysusers', 'journald'],
  ...['remount-fs', 'fsck-root', 'network-generator', 'journal-flush', 'networkd'],
  ...['networkd-persistent-storage', 'timesyncd', 'resolved'],
  ...['dev-hugepages.mount', 'dev-mqueue.mount', 'run-lock.mount', 'tmp.mount'],
  ...['config', 'debug', 'tracing'].map((name) => `sys-kernel-${name}.mount`),
  ...['configfs', 'dm_mod', 'drm', 'efi_pstore', 'fuse', 'loop'].map(
    (name) => `modprobe@${name}.service`,
  ),
  ...['sys-fs-fuse-connections.mount', 'kmod-static-nodes.service'],
].map((name) => (name.includes('.') ? name : `systemd-${name}.service`));

/** `command` calls webboot: absolute paths, quoted as systemd.service(5) wants them. */
export function installedFiles(command: string): readonly InstalledFile[] {
  const {
    generator,
    helper,
    earlyUnit: early,
    firstUnit: first,
    restoreUnit,
    containersUnit,
    finishUnit,
  } = upgradePlaces;
  return [
    { path: helper, mode: 0o755, text: helperText(heading) },
    {
      path: early,
      mode: 0o644,
      text: earlyUnit('Make ready to restore processes after a kernel change', 'early', [
        'Wants=network-pre.target',
        'Before=network-pre.target sysinit.target shutdown.target',
      ]),
    },
    {
      path: first,
      mode: 0o644,
      text: earlyUnit('Restore processes before the rest of the system starts', 'first', [
        `Before=webboot-upgrade-early.service ${rest.join(' ')}`,
      ]),
    },
    {
      path: restoreUnit,
      mode: 0o644,
      text: earlyUnit('Restore the processes that were carried over a kernel change', 'restore', [
        'After=webboot-upgrade-early.service webboot-upgrade-first.service',
        'After=local-fs.target systemd-tmpfiles-setup.service',
        'Before=sysinit.target shutdown.target',
      ]),
    },
    { path: containersUnit, mode: 0o644, text: containersUnitText },
    { path: finishUnit, mode: 0o644, text: finishUnitText(command) },
    { path: generator, mode: 0o755, text: generatorText(heading) },
  ];
}
