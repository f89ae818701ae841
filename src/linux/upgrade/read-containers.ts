import { dirname } from 'node:path';
import { nameOfContainer } from '../../core/upgrade/container-name.ts';
import type { UnitFacts } from '../../core/upgrade/unit-facts.ts';
import type { Container } from '../../formats/podman/containers.ts';
import type { Conmon } from './conmons.ts';
import { canCheckpoint, type PodmanContainers, type UnreadContainer } from './podman.ts';
import { controlGroupOf, processesOf } from './read-process.ts';
import { judgeSockets, type Sockets } from './read-sockets.ts';
import type { RunContainer } from './run-containers.ts';
import { storageAt, usedBytesAt } from './storage.ts';

interface Known {
  readonly sockets: Sockets;
  readonly prepared: ReadonlySet<string>;
  readonly podman: PodmanContainers;
  readonly containers: readonly RunContainer[];
  readonly conmons: readonly Conmon[];
}

/** What runs in these containers, in their order. Throws `not-permitted` for anybody but root. */
export async function readContainers(
  names: readonly string[],
  known: Known,
): Promise<readonly UnitFacts[]> {
  const { podman, prepared } = known;
  return Promise.all(
    names.map(async (wanted) => {
      const name = nameOfContainer(wanted);
      const facts = { ...absent, name, prepared: prepared.has(name) };
      const container = podman.read.find((one) => one.name === wanted);
      if (container !== undefined) return { ...facts, ...(await factsOf(container, known)) };
      const unread = podman.unread.find((one) => one.name === wanted);
      if (unread !== undefined) return { ...facts, ...unreadFacts(unread, known) };
      return { ...facts, ...rootlessFacts(wanted, known) };
    }),
  );
}

const absent = {
  state: 'not-found',
  mainPid: 0,
  processes: [],
  sandbox: [],
  containers: [],
  journalStreams: [],
  outsidePeers: [],
  ports: [],
};

/** Its conmon alone says whether it runs. */
function unreadFacts({ id, why }: UnreadContainer, { conmons }: Known): Partial<UnitFacts> {
  const conmon = conmons.find(({ container, command }) => container === id && !command);
  return {
    state: conmon === undefined ? 'no conmon watches it' : 'active',
    mainPid: conmon?.pid ?? 0,
    unreadable: why,
  };
}

/** Podman of root does not know the containers of other users, but their conmons run. */
function rootlessFacts(wanted: string, { conmons }: Known): Partial<UnitFacts> {
  const conmon = conmons.find(
    ({ name, user, command }) => name === wanted && user !== 0 && !command,
  );
  return conmon === undefined ? {} : { state: 'active', mainPid: conmon.pid, owner: conmon.user };
}

async function factsOf(
  container: Container,
  { sockets, containers }: Known,
): Promise<Partial<UnitFacts>> {
  const { id, pid, status, networkMode, runtime } = container;
  const processes = pid === 0 ? [] : await processesOf(await controlGroupOf(pid));
  const inodes = new Set(processes.flatMap((one) => one.sockets));
  const { outsidePeers, ports } = judgeSockets(inodes, sockets);
  return {
    state: status === 'running' ? 'active' : status,
    mainPid: pid,
    processes: processes.map(({ facts }) => facts),
    outsidePeers,
    ports: networkMode === 'host' ? ports : container.ports,
    container: {
      runtime,
      checkpoints: await canCheckpoint(runtime),
      autoRemove: container.autoRemove,
      inPod: container.pod !== '',
      networkMode,
      hostNamespaces: [
        ...(container.pidMode === 'host' ? ['pid'] : []),
        ...(container.ipcMode === 'host' ? ['ipc'] : []),
      ],
      folder: container.directory,
      storage: {
        ...(await storageAt(container.directory)),
        // What podman calls graphRoot: above the kinds of files, and the container's ID.
        path: dirname(dirname(dirname(container.directory))),
      },
      // In the container's own view; the host's is no part of its checkpoint.
      sharedMemoryBytes:
        pid === 0 || container.ipcMode === 'host'
          ? 0
          : await usedBytesAt(`/proc/${pid}/root/dev/shm`),
      unit: containers.find((one) => one.id === id)?.unit ?? '',
    },
  };
}
