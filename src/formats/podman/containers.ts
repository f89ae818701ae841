import * as v from 'valibot';
import { isContainerName } from '../../core/upgrade/container-name.ts';
import { FormatError } from '../../errors.ts';
import { parseJson } from '../json.ts';

/** A container as `podman container inspect` describes it (podman-container-inspect(1)). */
export interface Container {
  /** 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** "running", "exited", "paused" */
  readonly status: string;
  /** Of its first process; 0 if it does not run. */
  readonly pid: number;
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

/** One whose description has another form than this webboot knows. */
export interface OddContainer {
  readonly id: string;
  /** The field at fault: "HostConfig.AutoRemove". */
  readonly field: string;
}

/** What can be read of a list, and what cannot. One without a valid ID is in neither. */
export interface ReadContainers {
  readonly containers: readonly Container[];
  readonly odd: readonly OddContainer[];
}

const format = 'podman containers';
const longest = 4 * 1024 * 1024;
const mostContainers = 256;

const text = v.pipe(v.string(), v.maxLength(4096));
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(65_535));

const id = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/));
const list = v.pipe(v.array(v.unknown()), v.maxLength(mostContainers));
const named = v.object({ Id: id });

const schema = v.object({
  Id: id,
  Name: v.pipe(v.string(), v.check(isContainerName)),
  Pod: v.optional(text, ''),
  OCIRuntime: text,
  State: v.object({ Status: text, Pid: number }),
  HostConfig: v.object({
    NetworkMode: text,
    PidMode: v.optional(text, ''),
    IpcMode: v.optional(text, ''),
    AutoRemove: v.optional(v.boolean(), false),
  }),
  NetworkSettings: v.object({
    Ports: v.nullish(v.record(v.string(), v.nullable(v.array(v.object({ HostPort: port })))), {}),
  }),
  Config: v.object({
    Labels: v.nullish(v.object({ PODMAN_SYSTEMD_UNIT: v.optional(text, '') })),
  }),
  StaticDir: v.pipe(text, v.check(isFolder)),
});

/** Absolute and in one way only, without blanks. */
function isFolder(path: string): boolean {
  const odd = path.split('/').some((part) => part === '.' || part === '..');
  return /^\/[\x21-\x7e]+$/.test(path) && path.endsWith('/userdata') && !odd;
}

/** Each is read on its own. Throws FormatError 'podman containers' for what is no list. */
export function parseContainers(json: string): ReadContainers {
  if (json.length > longest) throw new FormatError(format, longest, 'too long');
  const read = v.safeParse(list, parseJson(json, format));
  if (!read.success) throw new FormatError(format, 0, 'unexpected form');
  const containers: Container[] = [];
  const odd: OddContainer[] = [];
  for (const one of read.output) {
    const container = v.safeParse(schema, one);
    if (container.success) containers.push(containerOf(container.output));
    else if (v.is(named, one)) odd.push({ id: one.Id, field: fieldOf(container.issues[0]) });
  }
  return { containers, odd };
}

/** Names of the schema alone: those further down are whatever the container has. */
function fieldOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? [])
    .slice(0, 2)
    .map(({ key }) => key)
    .join('.');
}

function containerOf(one: v.InferOutput<typeof schema>): Container {
  return {
    id: one.Id,
    name: one.Name,
    status: one.State.Status,
    pid: one.State.Pid,
    runtime: one.OCIRuntime,
    networkMode: one.HostConfig.NetworkMode,
    pidMode: one.HostConfig.PidMode,
    ipcMode: one.HostConfig.IpcMode,
    autoRemove: one.HostConfig.AutoRemove,
    pod: one.Pod,
    ports: portsOf(one.NetworkSettings.Ports ?? {}),
    unit: one.Config.Labels?.PODMAN_SYSTEMD_UNIT ?? '',
    directory: one.StaticDir,
  };
}

function portsOf(
  published: Readonly<Record<string, readonly { readonly HostPort: number }[] | null>>,
): readonly number[] {
  const ports = Object.values(published).flatMap((hosts) => hosts ?? []);
  return [...new Set(ports.map(({ HostPort }) => HostPort))];
}
