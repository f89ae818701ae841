import type { UnitFacts } from '../../core/upgrade/unit-facts.ts';
import { WebbootError } from '../../errors.ts';
import { parseUnitProperties, type UnitProperties } from '../../formats/systemd/unit-properties.ts';
import { run } from '../run.ts';
import { processesOf } from './read-process.ts';
import { judgeSockets, type Sockets } from './read-sockets.ts';
import type { RunContainer } from './run-containers.ts';

/**
 * Directives that give a unit mounts of its own, and what they are if they do not. PrivateIPC= is
 * not among them: criu runs well in the namespaces that it brings.
 */
const sandboxDirectives: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      'PrivateTmp',
      'PrivateDevices',
      'PrivateMounts',
      'ProtectKernelTunables',
      'DynamicUser',
      'PrivateUsers',
    ].map((name) => [name, ['no']]),
  ),
  ...Object.fromEntries(
    ['ProtectKernelModules', 'ProtectKernelLogs', 'ProtectControlGroups', 'ProtectSystem'].map(
      (name) => [name, ['no']],
    ),
  ),
  ProtectHome: ['no'],
  ProtectHostname: ['no'],
  ProtectProc: ['default'],
  ...Object.fromEntries(
    [
      ...['ReadWritePaths', 'ReadOnlyPaths', 'InaccessiblePaths', 'ExecPaths', 'NoExecPaths'],
      ...['BindPaths', 'BindReadOnlyPaths', 'TemporaryFileSystem', 'RootDirectory', 'RootImage'],
      ...['MountImages', 'ExtensionImages'],
    ].map((name) => [name, ['']]),
  ),
};

const properties = [
  ...['Id', 'LoadState', 'ActiveState', 'MainPID', 'ControlGroup'],
  ...Object.keys(sandboxDirectives),
];

/** What runs of these units; in their order. Throws `not-permitted` for anybody but root. */
export async function readUnits(
  names: readonly string[],
  {
    sockets,
    prepared,
    containers,
  }: {
    readonly sockets: Sockets;
    readonly prepared: ReadonlySet<string>;
    /** Of every user. */
    readonly containers: readonly RunContainer[];
  },
): Promise<readonly UnitFacts[]> {
  if (names.length === 0) return [];
  const { exitCode, stdout, stderr } = await run('systemctl', [
    'show',
    `--property=${properties.join(',')}`,
    '--',
    ...names,
  ]);
  if (exitCode !== 0) {
    throw new WebbootError('host-unsupported', `The service manager does not answer: ${stderr}.`, {
      remedy: 'Run this on a machine that systemd runs.',
    });
  }
  return Promise.all(
    parseUnitProperties(stdout).map(async (unit) => ({
      ...(await readUnit(unit, sockets, prepared)),
      containers: containers
        .filter(({ services }) => services.includes(unit.get('Id') ?? ''))
        .map(({ name }) => name),
    })),
  );
}

async function readUnit(
  unit: UnitProperties,
  sockets: Sockets,
  prepared: ReadonlySet<string>,
): Promise<Omit<UnitFacts, 'containers'>> {
  const of = (name: string) => unit.get(name) ?? '';
  const processes = await processesOf(of('ControlGroup'));
  const inodes = new Set(processes.flatMap((one) => one.sockets));
  return {
    name: of('Id'),
    prepared: prepared.has(of('Id')),
    state: of('LoadState') === 'loaded' ? of('ActiveState') : of('LoadState'),
    mainPid: Number(of('MainPID')),
    processes: processes.map(({ facts }) => facts),
    sandbox: Object.entries(sandboxDirectives).flatMap(([name, off]) =>
      off.includes(of(name)) || !unit.has(name) ? [] : [name],
    ),
    ...judgeSockets(inodes, sockets),
  };
}
