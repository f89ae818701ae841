import { existsSync } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { exists } from '../exists.ts';
import { run } from '../run.ts';
import { runDirectory } from '../run-directory.ts';
import { hostKeyIn } from './host-key.ts';

/** What the server keeps while it runs. */
export const sshFolder = `${runDirectory}/ssh`;

const pidFile = `${sshFolder}/pid`;
/** What every login is, whatever it asks for. */
const loginScript = '/webboot/ssh-login.sh';
const program = '/usr/sbin/dropbear';
const keysFile = '/root/.ssh/authorized_keys';

/** Seconds between two questions whether the other end is still there; three without an answer end it. */
const keepAliveSeconds = '15';

/**
 * dropbear(8): by keys alone (-s, and -g for root), nothing is forwarded (-j, -k; the keys say so,
 * too), and no message of the day (-m).
 */
const serverArguments: readonly string[] = [
  ...['-r', hostKeyIn(sshFolder), '-P', pidFile, '-p', '22'],
  ...['-s', '-g', '-j', '-k', '-m', '-K', keepAliveSeconds],
  ...['-c', loginScript],
];

/** Whether this image was made with keys for SSH; at once, because the menu's first frame waits for it. */
export function hasSsh(): boolean {
  return existsSync(program) && existsSync(keysFile);
}

/** Starts it unless it runs. Throws if it does not start. */
export async function startServer(): Promise<void> {
  if ((await runningServer()) !== undefined) return;
  const { exitCode, stderr } = await run(program, serverArguments);
  if (exitCode === 0) return;
  throw new Error(stderr.trim().split('\n').at(-1) || `dropbear ended with status ${exitCode}`);
}

/** What was written just now is still on its way to the server. */
const flushMs = 200;
const endStepMs = 50;
const endSteps = 20;

/** Ends the server and all logins, so that the other ends notice while there is a network; waits a second at most. */
export async function endServer(): Promise<void> {
  const server = await runningServer();
  if (server === undefined) return;
  await sleep(flushMs);
  const pids = [server, ...(await childrenOf(server))];
  for (const pid of pids) signal(pid);
  for (let step = 0; step < endSteps; step += 1) {
    const left = await Promise.all(pids.map(isDropbear));
    if (!left.includes(true)) return;
    await sleep(endStepMs);
  }
}

/** The machine goes on after all: who may log in is as before. */
export async function restartServer(): Promise<void> {
  if (await exists(hostKeyIn(sshFolder))) await startServer().catch(() => {});
}

/** Its process; undefined if it has ended, whoever has its number now. */
async function runningServer(): Promise<number | undefined> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  return Number.isInteger(pid) && pid > 1 && (await isDropbear(pid)) ? pid : undefined;
}

async function isDropbear(pid: number): Promise<boolean> {
  const path = await readlink(`/proc/${pid}/exe`).catch(() => '');
  return path === program;
}

/** One for each login; the parent stands behind the name, which may hold anything (proc(5)). */
async function childrenOf(server: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, index) => {
    const text = parents[index] ?? '';
    const [, parent] = text
      .slice(text.lastIndexOf(')') + 1)
      .trim()
      .split(' ');
    return Number(parent) === server;
  });
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
