import type { UnitFacts } from './unit-facts.ts';

/** What a unit needs before it can be carried, as a drop-in of its own (systemd.unit(5)). */
export interface OptIn {
  readonly unit: string;
  /** The drop-in; undefined if the unit can be carried as it is. */
  readonly dropIn: string | undefined;
  /** What the drop-in does, in sentences. It takes effect when the unit restarts. */
  readonly does: readonly string[];
}

/** The directives that make a unit's own view of the file system, each at its default. */
const openFileSystem = [
  ...[
    'PrivateTmp=no',
    'PrivateDevices=no',
    'PrivateMounts=no',
    'DynamicUser=no',
    'PrivateUsers=no',
  ],
  ...[
    'ProtectSystem=no',
    'ProtectHome=no',
    'ProtectProc=default',
    'ProtectHostname=no',
    'ProtectKernelTunables=no',
  ],
  ...['ProtectKernelModules=no', 'ProtectKernelLogs=no', 'ProtectControlGroups=no'],
  ...['ReadWritePaths=', 'ReadOnlyPaths=', 'InaccessiblePaths=', 'ExecPaths=', 'NoExecPaths='],
  ...['BindPaths=', 'BindReadOnlyPaths=', 'TemporaryFileSystem='],
];

/** Decided by what the unit does while it runs. The sandbox goes only if the person said so. */
export function optInOf(facts: UnitFacts, options: { readonly liftSandbox: boolean }): OptIn {
  // A container's own options cannot be changed once it is there.
  if (facts.container !== undefined) return { unit: facts.name, dropIn: undefined, does: [] };
  const usesRing = facts.processes.some(({ handles }) => handles.includes('anon_inode:[io_uring]'));
  const sharesMemory = facts.processes.some(
    ({ sysvMemory, ownNamespaces }) => sysvMemory && !ownNamespaces.includes('ipc'),
  );
  const lifts = options.liftSandbox && facts.sandbox.length > 0;
  const lines = [
    ...(usesRing ? ['SystemCallFilter=~io_uring_setup', 'SystemCallErrorNumber=ENOSYS'] : []),
    ...(sharesMemory ? ['PrivateIPC=yes'] : []),
    ...(lifts ? openFileSystem : []),
  ];
  const does = [
    ...(usesRing ? ['It can no longer use io_uring, and uses threads instead.'] : []),
    ...(sharesMemory ? ['It gets an IPC namespace of its own.'] : []),
    ...(lifts
      ? ['It sees all of the file system: protections by mounts are off, those by users stay.']
      : []),
  ];
  if (lines.length === 0) return { unit: facts.name, dropIn: undefined, does };
  const heading = '# Written by "webboot upgrade prepare"; "webboot upgrade unprepare" removes it.';
  return { unit: facts.name, dropIn: `${[heading, '[Service]', ...lines].join('\n')}\n`, does };
}
