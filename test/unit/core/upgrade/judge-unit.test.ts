import { describe, expect, it } from 'vitest';
import { judgeUnit } from '../../../../src/core/upgrade/judge-unit.ts';
import { type ReasonCode, reasonCodes } from '../../../../src/core/upgrade/reasons.ts';
import type {
  ContainerFacts,
  ProcessFacts,
  UnitFacts,
  UpgradeHost,
} from '../../../../src/core/upgrade/unit-facts.ts';
import { mebibyte } from '../../../helpers/facts.ts';
import {
  containerFacts,
  processFacts,
  unitFacts,
  upgradeHost,
} from '../../../helpers/unit-facts.ts';

interface Case {
  readonly container?: Partial<ContainerFacts>;
  readonly unit?: Partial<UnitFacts>;
  readonly process?: Partial<ProcessFacts>;
  readonly host?: Partial<UpgradeHost>;
}

const judge = ({ container, unit, process, host }: Case) => {
  const facts = container === undefined ? unitFacts() : containerFacts(container);
  const processes = process === undefined ? facts.processes : [processFacts(process)];
  return judgeUnit({ ...facts, processes, ...unit }, upgradeHost(host));
};

const codesOf = (given: Case) => judge(given).reasons.map(({ code }) => code);

const downgrade = { running: '7.2.13-amd64', target: '6.1.0-50-amd64' };

/** What keeps a unit from being carried, each seen on a machine. */
const restarts: readonly (readonly [ReasonCode, Case])[] = [
  ['criu-missing', { host: { criu: undefined as never } }],
  ['criu-too-old', { host: { criu: '4.1.1', target: '7.2.13' } }],
  ['io-uring', { process: { handles: ['anon_inode:[io_uring]'] } }],
  [
    'sandbox',
    {
      unit: { sandbox: ['ProtectSystem', 'PrivateUsers', 'ProtectHostname'] },
      process: { ownNamespaces: ['mnt', 'user', 'uts'] },
    },
  ],
  ['namespace', { process: { ownNamespaces: ['net'] } }],
  ['sysv-memory', { process: { sysvMemory: true } }],
  ['droppable-mapping', { process: { droppable: true }, host: downgrade }],
  ['rseq', { process: { rseqBytes: 33 }, host: downgrade }],
  ['device', { process: { handles: ['/dev/kvm'] } }],
  ['outside-peer', { unit: { outsidePeers: ['/run/dbus/system_bus_socket'] } }],
  ['pid-low', { unit: { mainPid: 180 }, process: { pid: 180 } }],
  ['traced', { process: { tracer: 4711 } }],
  ['runs-container', { unit: { containers: ['quad'], processes: [] } }],
  [
    'process-tree',
    { unit: { processes: [processFacts(), processFacts({ pid: 1950, parent: 1 })] } },
  ],
];

/** The same of a container of podman, as far as it differs. */
const containerRestarts: readonly (readonly [ReasonCode, Case])[] = [
  [
    'unreadable',
    { unit: { name: 'container:web', unreadable: 'StaticDir has an unknown form', processes: [] } },
  ],
  ['rootless', { unit: { name: 'container:web', owner: 1000, processes: [] } }],
  ['managed-container', { container: { unit: 'quad.service', autoRemove: true } }],
  ['container-runtime', { container: { checkpoints: false } }],
  ['auto-remove', { container: { autoRemove: true } }],
  ['iptables-missing', { container: {}, host: { iptables: false } }],
  ['in-pod', { container: { inPod: true, networkMode: 'container:1' } }],
  ['own-network', { container: { networkMode: 'bridge' } }],
  ['host-namespace', { container: { hostNamespaces: ['pid', 'ipc'] } }],
  ['criu-missing', { container: {}, host: { criu: undefined as never } }],
  ['io-uring', { container: {}, process: { handles: ['anon_inode:[io_uring]'] } }],
  ['outside-peer', { container: {}, unit: { outsidePeers: ['/run/dbus/system_bus_socket'] } }],
];

const staysOut: readonly (readonly [ReasonCode, Case])[] = [
  ['not-running', { unit: { state: 'inactive' } }],
  ['no-process', { unit: { mainPid: 0 } }],
  ['not-prepared', { unit: { prepared: false } }],
];

describe('a unit is judged before the jump', () => {
  it('is carried if nothing stands in the way', () => {
    expect(judge({})).toMatchObject({ verdict: 'carried', reasons: [] });
  });

  it('needs iptables for containers only', () => {
    expect(judge({ host: { iptables: false } })).toMatchObject({ verdict: 'carried' });
  });

  it('is carried as a container, whose namespaces and low PIDs are its own', () => {
    const namespaces = ['mnt', 'ipc', 'pid', 'uts', 'cgroup'];
    const process = { pid: 5, ownNamespaces: namespaces, sysvMemory: true };
    expect(judge({ container: {}, process })).toMatchObject({ verdict: 'carried', reasons: [] });
  });

  it('takes the memory of its processes, and of a /dev/shm of its own', () => {
    const sharedMemoryBytes = 5 * mebibyte;
    expect(judge({ container: { sharedMemoryBytes } }).bytes).toBe(15 * mebibyte);
  });

  it.each([...restarts, ...containerRestarts])(
    'restarts, with a reason and a remedy: %s',
    (code, given) => {
      const { verdict, reasons } = judge(given);
      expect(verdict).toBe('restarts');
      expect(reasons.map((reason) => reason.code)).toEqual([code]);
      expect(reasons[0]?.text).toMatch(/^\S.*\.$/);
      expect(reasons[0]?.remedy).toMatch(/^[A-Z].*\.$/);
    },
  );

  it.each(staysOut)('stays out, with a reason: %s', (code, given) => {
    expect(judge(given)).toMatchObject({ verdict: 'stays-out', reasons: [{ code }] });
  });

  it('knows no reason that no test has', () => {
    const tested = new Set([...restarts, ...containerRestarts, ...staysOut].map(([code]) => code));
    expect([...tested].toSorted()).toEqual([...reasonCodes].toSorted());
  });

  it('says what else is in the way of a unit that nobody prepared', () => {
    const given = { unit: { prepared: false }, process: { sysvMemory: true } };
    expect(codesOf(given)).toEqual(['sysv-memory']);
  });
});

describe('what can be carried all the same', () => {
  it.each<readonly [string, Case]>([
    [
      'System V memory in an IPC namespace of its own, with the mounts that come with it',
      {
        process: { sysvMemory: true, ownNamespaces: ['mnt', 'ipc'] },
      },
    ],
    [
      'a time namespace, which criu gives to what it restores',
      { process: { ownNamespaces: ['time'] } },
    ],
    ['a mapping that the kernel may drop, forwards', { process: { droppable: true } }],
    ['a new rseq area, forwards', { process: { rseqBytes: 33 } }],
    ['an old criu between kernels that it knows', { host: { criu: '4.1.1' } }],
    [
      'a new rseq area on the same kernel again',
      {
        process: { rseqBytes: 33 },
        host: { running: '7.2.13', target: '7.2.13' },
      },
    ],
    [
      'workers that descend from the main process',
      {
        unit: {
          processes: [
            processFacts(),
            processFacts({ pid: 1901, parent: 1900 }),
            processFacts({ pid: 1902, parent: 1901 }),
          ],
        },
      },
    ],
  ])('%s', (_, given) => {
    expect(judge(given).verdict).toBe('carried');
  });
});
