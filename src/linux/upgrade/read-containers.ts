import { nameOfContainer } from '../../core/upgrade/container-name.ts';
import type { UnitFacts } from '../../core/upgrade/unit-facts.ts';
import type { Container } from '../../formats/podman/containers.ts';
import { canCheckpoint } from './podman.ts';
import { controlGroupOf, processesOf } from './read-process.ts';
import { judgeSockets, type Sockets } from './read-sockets.ts';

/** What runs in these containers, in their order. Throws `not-permitted` for anybody but root. */
export async function readContainers(
  names: readonly string[],
  known: readonly Container[],
  { sockets, prepared }: { readonly sockets: Sockets; readonly prepared: ReadonlySet<string> },
): Promise<readonly UnitFacts[]> {
  if (names.length === 0) return [];
  return Promise.all(
    names.map(async (wanted) => {
      const container = known.find(({ name }) => name === wanted);
      const name = nameOfContainer(wanted);
      const facts = { name, prepared: prepared.has(name), sandbox: [], containers: [] };
      if (container === undefined) return { ...facts, ...absent };
      return { ...facts, ...(await factsOf(container, sockets)) };
    }),
  );
}

const absent = {
  state: 'not-found',
  mainPid: 0,
  processes: [],
  journalStreams: [],
  outsidePeers: [],
  ports: [],
};

async function factsOf(
  container: Container,
  ours: Sockets,
): Promise<Omit<UnitFacts, 'name' | 'prepared' | 'sandbox' | 'containers'>> {
  const { pid, status, networkMode, runtime } = container;
  const processes = pid === 0 ? [] : await processesOf(await controlGroupOf(pid));
  const inodes = new Set(processes.flatMap((one) => one.sockets));
  const { outsidePeers, ports } = judgeSockets(inodes, ours);
  return {
    state: status === 'running' ? 'active' : status,
    mainPid: pid,
    processes: processes.map(({ facts }) => facts),
    journalStreams: [],
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
      unit: container.unit,
    },
  };
}
