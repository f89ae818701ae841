import { nameOfContainer } from '../../core/upgrade/container-name.ts';
import type { UnitFacts } from '../../core/upgrade/unit-facts.ts';
import type { Container } from '../../formats/podman/containers.ts';
import type { Conmon } from './conmons.ts';
import { canCheckpoint, type PodmanContainers, type UnreadContainer } from './podman.ts';
import { controlGroupOf, processesOf } from './read-process.ts';
import { judgeSockets, type Sockets } from './read-sockets.ts';
import type { RunContainer } from './run-containers.ts';

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
      return unread === undefined ? facts : { ...facts, ...unreadFacts(unread, known) };
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
      unit: containers.find((one) => one.id === id)?.unit ?? '',
    },
  };
}
