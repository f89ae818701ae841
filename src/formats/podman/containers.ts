import * as v from 'valibot';
import { FormatError } from '../../errors.ts';
import { parseJson } from '../json.ts';

/** A container as `podman container inspect` describes it (podman-container-inspect(1)). */
export interface Container {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** "running", "exited", "paused" */
  readonly status: string;
  /** Of its first process, and of conmon, which watches it; 0 if it does not run. */
  readonly pid: number;
  readonly conmonPid: number;
  /** "crun", "runc" */
  readonly runtime: string;
  /** "host", "bridge", "none", "container:…" */
  readonly networkMode: string;
  readonly pidMode: string;
  readonly ipcMode: string;
  /** It is removed as soon as it ends (`--rm`). */
  readonly autoRemove: boolean;
  /** The ID of the pod that it is part of; empty for none. */
  readonly pod: string;
  /** Ports of the host that lead to it. */
  readonly ports: readonly number[];
  /** The systemd service that it was created for (a Quadlet's); empty for none. */
  readonly unit: string;
  /** Podman keeps what belongs to it here, checkpoints included. Absolute. */
  readonly directory: string;
}

const format = 'podman containers';
const longest = 4 * 1024 * 1024;
const mostContainers = 256;

const text = v.pipe(v.string(), v.maxLength(4096));
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535));

const schema = v.pipe(
  v.array(
    v.object({
      Id: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/)),
      Name: v.pipe(v.string(), v.regex(/^[\dA-Za-z][\w.-]{0,200}$/)),
      Pod: v.optional(text, ''),
      OCIRuntime: text,
      State: v.object({ Status: text, Pid: number, ConmonPid: v.optional(number, 0) }),
      HostConfig: v.object({
        NetworkMode: text,
        PidMode: v.optional(text, ''),
        IpcMode: v.optional(text, ''),
        AutoRemove: v.optional(v.boolean(), false),
      }),
      NetworkSettings: v.object({
        Ports: v.nullish(
          v.record(v.string(), v.nullable(v.array(v.object({ HostPort: port })))),
          {},
        ),
      }),
      Config: v.object({
        Labels: v.nullish(v.object({ PODMAN_SYSTEMD_UNIT: v.optional(text, '') })),
      }),
      StaticDir: v.pipe(text, v.check(isFolder)),
    }),
  ),
  v.maxLength(mostContainers),
);

/** Absolute and in one way only, without blanks. */
function isFolder(path: string): boolean {
  const odd = path.split('/').some((part) => part === '.' || part === '..');
  return /^\/[\x21-\x7e]+$/.test(path) && path.endsWith('/userdata') && !odd;
}

/** Throws FormatError 'podman containers'. */
export function parseContainers(json: string): readonly Container[] {
  if (json.length > longest) throw new FormatError(format, longest, 'too long');
  const read = v.safeParse(schema, parseJson(json, format));
  if (!read.success) throw new FormatError(format, 0, 'unexpected form');
  return read.output.map((one) => ({
    id: one.Id,
    name: one.Name,
    status: one.State.Status,
    pid: one.State.Pid,
    conmonPid: one.State.ConmonPid,
    runtime: one.OCIRuntime,
    networkMode: one.HostConfig.NetworkMode,
    pidMode: one.HostConfig.PidMode,
    ipcMode: one.HostConfig.IpcMode,
    autoRemove: one.HostConfig.AutoRemove,
    pod: one.Pod,
    ports: portsOf(one.NetworkSettings.Ports ?? {}),
    unit: one.Config.Labels?.PODMAN_SYSTEMD_UNIT ?? '',
    directory: one.StaticDir,
  }));
}

function portsOf(
  published: Readonly<Record<string, readonly { readonly HostPort: number }[] | null>>,
): readonly number[] {
  const ports = Object.values(published).flatMap((hosts) => hosts ?? []);
  return [...new Set(ports.map(({ HostPort }) => HostPort))];
}
