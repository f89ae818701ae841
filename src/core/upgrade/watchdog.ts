/** KExecWatchdogUSec as `systemctl show` prints it if systemd arms no watchdog for a kexec. */
const unarmed = new Set(['', '0', 'infinity']);

/**
 * Whether the watchdog that systemd arms for a kexec may end before the next kernel begins: most drivers
 * stop theirs in reboot notifiers, which a kexec runs as well. `policy` is the kernel's parameter
 * watchdog.stop_on_reboot, undefined if it has none: "0" lets them run on, "-1" leaves it to the driver.
 */
export function watchdogMayEnd(kexecWatchdog = '', policy = ''): boolean {
  return !unarmed.has(kexecWatchdog) && policy.trim() !== '0';
}
