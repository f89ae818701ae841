import { readdir, readFile, readlink } from 'node:fs/promises';
import type { ProcessFacts } from '../../core/upgrade/unit-facts.ts';
import { WebbootError } from '../../errors.ts';
import { rseqBytesOf } from '../../formats/proc/auxiliary-vector.ts';
import { parseMappings } from '../../formats/proc/mappings.ts';
import { parseProcessStatus } from '../../formats/proc/process-status.ts';

/** A process, with the inodes of its sockets. */
export interface ReadProcess {
  readonly facts: ProcessFacts;
  readonly sockets: readonly number[];
}

const namespaceKinds = ['mnt', 'ipc', 'net', 'pid', 'user', 'uts', 'cgroup', 'time'] as const;

/** "/machine.slice/libpod-0123.scope/container", of the unified hierarchy (cgroups(7)); empty if it has ended. */
export async function controlGroupOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
  return /^0::(\/.*)$/m.exec(text)?.[1] ?? '';
}

/** Those of a control group. Throws `not-permitted` for anybody but root. */
export async function processesOf(controlGroup: string): Promise<readonly ReadProcess[]> {
  if (controlGroup === '' || controlGroup === '/') return [];
  const path = `/sys/fs/cgroup${controlGroup}/cgroup.procs`;
  const pids = (await readFile(path, 'utf8').catch(() => '')).split('\n').filter(Boolean);
  try {
    const read = await Promise.all(pids.map((pid) => readProcess(Number(pid))));
    return read.filter((one) => one !== undefined);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EACCES') throw cause;
    throw new WebbootError('not-permitted', 'Only root may look into the processes of a service.', {
      remedy: 'Run this as root.',
      cause,
    });
  }
}

/** Undefined for one that has ended. Throws for another user's, which only root may look into. */
async function readProcess(pid: number): Promise<ReadProcess | undefined> {
  const folder = `/proc/${pid}`;
  try {
    const [status, smaps, auxv, targets, own, ofInit] = await Promise.all([
      readFile(`${folder}/status`, 'utf8'),
      readFile(`${folder}/smaps`, 'utf8'),
      readFile(`${folder}/auxv`),
      descriptorTargets(folder),
      namespacesOf(folder),
      namespacesOf('/proc/1'),
    ]);
    const { sysvMemory, droppable, devices } = parseMappings(smaps);
    return {
      facts: {
        pid,
        ...statusFacts(status),
        ownNamespaces: namespaceKinds.filter((_, at) => own[at] !== ofInit[at]),
        handles: [...new Set([...targets.filter(isUncarried), ...devices])],
        sysvMemory,
        droppable,
        rseqBytes: rseqBytesOf(auxv),
      },
      sockets: targets
        .flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [])
        .map(Number),
    };
  } catch (error) {
    if (hasEnded(error)) return undefined;
    throw error;
  }
}

function statusFacts(text: string) {
  const { parent, tracer, residentBytes } = parseProcessStatus(text);
  return { parent, tracer, residentBytes };
}

async function namespacesOf(folder: string): Promise<readonly string[]> {
  return Promise.all(namespaceKinds.map((kind) => readlink(`${folder}/ns/${kind}`)));
}

async function descriptorTargets(folder: string): Promise<readonly string[]> {
  const names = await readdir(`${folder}/fd`);
  const targets = await Promise.all(
    // A descriptor may be closed meanwhile.
    names.map((name) => readlink(`${folder}/fd/${name}`).catch(() => '')),
  );
  return targets.filter((target) => target !== '');
}

/** What criu knows how to bring back. */
const carriedDevices = /^\/dev\/(?:null|zero|full|u?random|shm\/.*|mqueue\/.*)$/;
const carriedInodes = /^anon_inode:\[?(?:eventfd|eventpoll|signalfd|timerfd|inotify)\]?$/;

function isUncarried(target: string): boolean {
  if (target.startsWith('/dev/')) return !carriedDevices.test(target);
  return target.startsWith('anon_inode:') && !carriedInodes.test(target);
}

function hasEnded(error: unknown): boolean {
  return ['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '');
}
