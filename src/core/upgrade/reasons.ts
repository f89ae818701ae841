import { containerOf } from './container-name.ts';

/** Why a unit's processes cannot go on under the next kernel, and what a person can do about it. */
export interface CarryReason {
  readonly code: ReasonCode;
  readonly text: string;
  readonly remedy: string;
}

interface ReasonRow {
  readonly text: (detail: string) => string;
  readonly remedy: (unit: string) => string;
}

const prepare = (unit: string) =>
  containerOf(unit) === undefined
    ? `Run "webboot upgrade prepare ${unit}", and restart the unit.`
    : 'Run it with the seccomp profile of podman, which forbids that.';
const restartIsAll = () => 'Nothing: it starts afresh after the jump.';

const rows = {
  'not-running': {
    text: (state) => `It does not run (${state}).`,
    remedy: (unit) => {
      const container = containerOf(unit);
      const start =
        container === undefined ? `systemctl start ${unit}` : `podman start ${container}`;
      return `Start it: ${start}.`;
    },
  },
  'no-process': {
    text: () => 'systemd knows no main process of it.',
    remedy: () => 'Name the unit that has the process: "postgresql@17-main", not "postgresql".',
  },
  'not-prepared': {
    text: () => 'It could be carried, but nobody asked for it.',
    remedy: (unit) => `Run "webboot upgrade prepare ${unit}".`,
  },
  'criu-missing': {
    text: () => 'criu is not installed.',
    remedy: () => "Install Debian's package criu, version 4.2 or newer.",
  },
  'criu-too-old': {
    text: (version) => `criu ${version} fails on every socket.`,
    remedy: () => 'Install criu 4.2 or newer.',
  },
  'io-uring': {
    text: () => 'It uses io_uring, which cannot be checkpointed. Node.js always does.',
    remedy: prepare,
  },
  sandbox: {
    text: (directives) => `It has its own view of the file system: ${directives}.`,
    remedy: (unit) =>
      `If you can do without its sandbox, run "webboot upgrade prepare --lift-sandbox ${unit}", and restart the unit.`,
  },
  namespace: {
    text: (kind) => `It has its own ${kind} namespace.`,
    remedy: restartIsAll,
  },
  'sysv-memory': {
    text: () => 'It has System V memory in the IPC namespace of the host.',
    remedy: prepare,
  },
  'droppable-mapping': {
    text: (target) => `It has memory of a kind that Linux ${target} does not know.`,
    remedy: () => 'Choose Linux 6.11 or newer. There is no way back to an older kernel for it.',
  },
  rseq: {
    text: (target) =>
      `It was started on a newer kernel, and Linux ${target} refuses its rseq area.`,
    remedy: () => 'Choose a newer kernel. There is no way back to an older kernel for it.',
  },
  device: {
    text: (handle) => `It holds ${handle}, whose state is not in its memory.`,
    remedy: restartIsAll,
  },
  'outside-peer': {
    text: (peer) => `It has a stream socket to a process outside of it: ${peer}.`,
    remedy: restartIsAll,
  },
  'pid-low': {
    text: (pid) => `${pid} is so low that the next kernel gives it to another process.`,
    remedy: (unit) => `Restart it, for higher PIDs: systemctl restart ${unit}.`,
  },
  traced: {
    text: (pid) => `${pid} is being traced.`,
    remedy: () => 'End the debugger or strace.',
  },
  'process-tree': {
    text: (pid) => `${pid} is in the unit, but does not descend from its main process.`,
    remedy: restartIsAll,
  },
  'runs-container': {
    text: (container) => `It runs the container ${container} of podman.`,
    remedy: restartIsAll,
  },
  unreadable: {
    text: (why) => `What podman prints of it cannot be read: ${why}.`,
    remedy: (unit) =>
      `Look at "podman container inspect ${containerOf(unit) ?? ''}", and report it to webboot if that looks right.`,
  },
  rootless: {
    text: (user) => `It belongs to user ${user}, and criu needs root.`,
    remedy: () => "Create it anew as root, if you can do without its user's rights as its limits.",
  },
  'managed-container': {
    text: (service) => `${service} starts and ends it.`,
    remedy: restartIsAll,
  },
  'container-runtime': {
    text: (runtime) => `${runtime} cannot checkpoint: it was built without criu.`,
    remedy: () =>
      'Create the container anew with a runtime that can: Debian\'s crun with libcriu2, or "podman run --runtime runc".',
  },
  'iptables-missing': {
    text: () => 'iptables is not installed, with which criu holds the connections of a container.',
    remedy: () => "Install Debian's package iptables.",
  },
  'auto-remove': {
    text: () => 'podman removes it as soon as it ends (--rm), with its checkpoint.',
    remedy: () => 'Create it anew without --rm.',
  },
  'own-network': {
    text: (mode) => `It has a network of its own (${mode}), whose connections are not carried.`,
    remedy: () => 'Create it anew with --network host, if it may have the ports of the host.',
  },
  'in-pod': {
    text: () => 'It shares namespaces with the other containers of its pod.',
    remedy: restartIsAll,
  },
  'host-namespace': {
    text: (kind) => `It is in the ${kind} namespace of the host.`,
    remedy: () => 'Create it anew without --pid=host and --ipc=host.',
  },
} as const satisfies Readonly<Record<string, ReasonRow>>;

export type ReasonCode = keyof typeof rows;

export const reasonCodes = Object.keys(rows) as readonly ReasonCode[];

/** `detail` is what stands in the way: a PID, a path, a directive. */
export function reasonOf(code: ReasonCode, unit: string, detail = ''): CarryReason {
  const row: ReasonRow = rows[code];
  return { code, text: row.text(detail), remedy: row.remedy(unit) };
}
