import type {
  ContainerFacts,
  ProcessFacts,
  UnitFacts,
  UpgradeHost,
} from '../../src/core/upgrade/unit-facts.ts';
import { mebibyte } from './facts.ts';

export function processFacts(given: Partial<ProcessFacts> = {}): ProcessFacts {
  return {
    pid: 1900,
    parent: 1,
    residentBytes: 10 * mebibyte,
    tracer: 0,
    ownNamespaces: [],
    handles: [],
    sysvMemory: false,
    droppable: false,
    rseqBytes: 28,
    ...given,
  };
}

/** A prepared service that runs with one process and can be carried. */
export function unitFacts(given: Partial<UnitFacts> = {}): UnitFacts {
  return {
    name: 'counter.service',
    prepared: true,
    state: 'active',
    mainPid: 1900,
    processes: [processFacts()],
    sandbox: [],
    journalStreams: [15416],
    outsidePeers: [],
    ports: [7000],
    containers: [],
    ...given,
  };
}

/** A prepared container that runs with one process and can be carried. */
export function containerFacts(
  container: Partial<ContainerFacts> = {},
  given: Partial<UnitFacts> = {},
): UnitFacts {
  return unitFacts({
    name: 'container:web',
    journalStreams: [],
    processes: [processFacts({ ownNamespaces: ['mnt', 'ipc', 'pid', 'uts', 'cgroup'] })],
    container: {
      runtime: 'crun',
      checkpoints: true,
      autoRemove: false,
      inPod: false,
      networkMode: 'host',
      hostNamespaces: [],
      folder: '/var/lib/containers/storage/overlay-containers/1/userdata',
      storage: { fileSystem: '1', path: '/var/lib/containers/storage', freeBytes: 1024 * mebibyte },
      sharedMemoryBytes: 0,
      unit: '',
      ...container,
    },
    ...given,
  });
}

export function upgradeHost(given: Partial<UpgradeHost> = {}): UpgradeHost {
  return {
    running: '6.1.0-50-amd64',
    target: '6.12.57+deb13-amd64',
    criu: '4.2.1',
    iptables: true,
    kernelThreads: 100,
    storage: { fileSystem: '1', path: '/var/lib/webboot/upgrade', freeBytes: 1024 * mebibyte },
    liveUpdate: false,
    watchdogMayEnd: false,
    bootSeconds: 20,
    ...given,
  };
}
