import { upgradePlaces } from './places.ts';

/** criu and what it starts get this long for one unit; it was seen to hang. */
export const restoreSeconds = 120;

/** How long each of webboot's units may hold back the start of the system. */
export const holdSeconds = 300;

/** systemd's own limit for the device of a file system (DefaultDeviceTimeoutSec= in systemd-system.conf(5)). */
const deviceSeconds = 90;

/**
 * For all devices: udev, which finds them, waits for the first restore, but systemd counts from the start
 * of the boot and would end in its emergency mode. A limit in /etc/fstab has precedence, by its file's name.
 */
export const deviceDropIn = `[Unit]\nJobRunningTimeoutSec=${holdSeconds + deviceSeconds}\n`;

/** Takes the unit's own start away and puts criu in its place: `+` is as root, without sandbox. */
const restoreSection = [
  ...['Type=forking', `PIDFile=${upgradePlaces.results}/%n.pid`, 'Restart=no', 'WatchdogSec=0'],
  ...['ExecCondition=', 'ExecStartPre=', 'ExecStartPost=', 'ExecStart='],
  ...[`ExecStart=+/bin/sh ${upgradePlaces.helper} unit %n`, 'ExecStop=', 'ExecStopPost='],
  `TimeoutStartSec=${restoreSeconds + 120}`,
];

/** The drop-in under which systemd starts a unit by restoring it. */
export function restoreDropIn(): string {
  return `${['[Service]', ...restoreSection].join('\n')}\n`;
}

/** While a unit is dumped: its death is ours, and no reason to restart it or to clean up after it. */
export const shieldDropIn = '[Service]\nRestart=no\nExecStop=\nExecStopPost=\n';
