import { readdir, readFile } from 'node:fs/promises';
import { openQuirks } from './kexec-quirks.ts';
import { unmounted } from './mount.ts';
import { run } from './run.ts';
import { runDirectory } from './run-directory.ts';
import { endServer, restartServer } from './ssh/server.ts';
import { hasStick, stickMountPoint } from './stick.ts';

/** Each step is given this long; a boot is not held up by a device that does not answer. */
const stepTimeoutMs = 5_000;

/**
 * Brings the machine to rest before the jump: logins ended, mounts undone, buffers written,
 * interfaces down, and devices released that the next kernel would find half initialised.
 * Yields a sentence a step; what could not be stopped is named, and does not stop the boot.
 */
export async function* quiesce(): AsyncGenerator<string> {
  await endServer();
  await unmounted();
  for (const path of await ownMounts()) {
    const result = await run('umount', [path], { timeoutMs: stepTimeoutMs });
    if (result.exitCode !== 0) yield `${path} is still mounted: ${result.stderr.trim()}`;
  }
  await remountStick('ro');
  await run('sync', [], { timeoutMs: stepTimeoutMs });
  for (const name of await upInterfaces()) {
    const result = await run('ip', ['link', 'set', name, 'down'], { timeoutMs: stepTimeoutMs });
    yield result.exitCode === 0
      ? `${name} is down`
      : `${name} could not be stopped: ${result.stderr.trim()}`;
  }
  yield* quirks.apply();
}

const quirks = openQuirks();

/** The machine stays after all: links come up again, and the network's keepers see to addresses. */
export async function resume(): Promise<void> {
  await quirks.undo();
  await remountStick('rw');
  for (const name of await networkNames()) {
    await run('ip', ['link', 'set', name, 'up'], { timeoutMs: stepTimeoutMs });
  }
  await restartServer();
}

/** Read-only, it is at rest, and what is on it can still be offered should the machine stay. */
async function remountStick(mode: 'ro' | 'rw'): Promise<void> {
  if (!(await hasStick())) return;
  const options = ['-o', `remount,${mode}`, stickMountPoint];
  await run('mount', options, { timeoutMs: stepTimeoutMs });
}

async function upInterfaces(): Promise<readonly string[]> {
  const names = await networkNames();
  const flags = await Promise.all(
    names.map((name) => readFile(`/sys/class/net/${name}/flags`, 'utf8').catch(() => '0')),
  );
  // IFF_UP of linux/if.h.
  return names.filter((_, index) => (Number(flags[index]) & 1) === 1);
}

async function networkNames(): Promise<readonly string[]> {
  return (await readdir('/sys/class/net').catch(() => [])).filter((name) => name !== 'lo');
}

/** Mounts that webboot made, the innermost first. */
async function ownMounts(): Promise<readonly string[]> {
  const mounts = await readFile('/proc/mounts', 'utf8').catch(() => '');
  return mounts
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${runDirectory}/mnt/`))
    .reverse();
}
