import { readdir, readFile } from 'node:fs/promises';
import { defined } from '../../core/defined.ts';
import type { UpgradeHost } from '../../core/upgrade/unit-facts.ts';
import { watchdogMayEnd } from '../../core/upgrade/watchdog.ts';
import { parseUnitProperties } from '../../formats/systemd/unit-properties.ts';
import { exists } from '../exists.ts';
import { run } from '../run.ts';
import { storageAt } from './storage.ts';

/** This machine as far as it decides what can be carried. `target` is the next kernel's release. */
export async function readUpgradeHost(options: {
  /** Undefined: the running kernel once more. */
  readonly target: string | undefined;
  /** Where the checkpoints are to be; need not exist yet. */
  readonly directory: string;
}): Promise<UpgradeHost> {
  const [release, criu, iptables, kernelThreads, storage, liveUpdate, manager] = await Promise.all([
    readFile('/proc/sys/kernel/osrelease', 'utf8'),
    criuVersion(),
    hasIptables(),
    countKernelThreads(),
    storageAt(options.directory),
    exists('/dev/liveupdate'),
    aboutManager(),
  ]);
  const running = release.trim();
  return {
    running,
    target: options.target ?? running,
    iptables,
    kernelThreads,
    storage,
    liveUpdate,
    ...manager,
    ...defined({ criu }),
  };
}

async function criuVersion(): Promise<string | undefined> {
  // Missing is an answer here.
  const found = await run('criu', ['--version']).catch(() => undefined);
  return /^Version: (\d[\d.]*)/m.exec(found?.stdout ?? '')?.[1];
}

async function hasIptables(): Promise<boolean> {
  const found = await run('iptables-restore', ['--version']).catch(() => undefined);
  return found?.exitCode === 0;
}

/** They have no command line (proc_pid_cmdline(5)), and neither have zombies, which are few. */
async function countKernelThreads(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'ended')),
  );
  return lines.filter((line) => line === '').length;
}

async function aboutManager(): Promise<Pick<UpgradeHost, 'bootSeconds' | 'watchdogMayEnd'>> {
  const names = 'FinishTimestampMonotonic,KExecWatchdogUSec';
  const [{ stdout }, policy] = await Promise.all([
    run('systemctl', ['show', `--property=${names}`]),
    readFile('/sys/module/watchdog/parameters/stop_on_reboot', 'utf8').catch(() => undefined),
  ]);
  const [properties] = parseUnitProperties(stdout);
  const microseconds = Number(properties?.get('FinishTimestampMonotonic') ?? 0);
  return {
    watchdogMayEnd: watchdogMayEnd(properties?.get('KExecWatchdogUSec'), policy),
    ...(microseconds > 0 ? { bootSeconds: microseconds / 1e6 } : {}),
  };
}
