import { basename } from 'node:path';
import { isContainerName } from '../../core/upgrade/container-name.ts';
import { FormatError, WebbootError } from '../../errors.ts';
import {
  type Container,
  parseContainers,
  type ReadContainers,
} from '../../formats/podman/containers.ts';
import { type RunOptions, run } from '../run.ts';
import type { RunResult } from '../run-result.ts';

export type Runner = (
  command: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<RunResult>;

/** A container of which podman says nothing that can be read. */
export interface UnreadContainer {
  readonly id: string;
  /** Empty if it is odd as well. */
  readonly name: string;
  /** What is wrong: "HostConfig.AutoRemove has an unknown form". */
  readonly why: string;
}

/** The containers of root. */
export interface PodmanContainers {
  readonly read: readonly Container[];
  readonly unread: readonly UnreadContainer[];
}

/** So many are asked for at once. */
const atOnce = 32;

/**
 * None if podman is not installed. Throws `host-unsupported` if podman fails: a service that runs a container would
 * then pass for any other. A container that cannot be read does not keep the others from being read.
 */
export async function listContainers(runner: Runner = run): Promise<PodmanContainers> {
  const columns = '--format={{.ID}} {{.Names}}';
  const listed = await runner('podman', ['ps', '--all', '--no-trunc', columns]).catch(ifMissing);
  if (listed === undefined) return { read: [], unread: [] };
  if (listed.exitCode !== 0) throw unreadable(listed.stderr);
  const names = new Map(listed.stdout.split('\n').flatMap(namedContainer));
  const ids = [...names.keys()];
  const parts: ReadContainers[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    parts.push(await inspect(ids.slice(at, at + atOnce), runner));
  }
  const byId = new Map(parts.flatMap(({ containers }) => containers).map((one) => [one.id, one]));
  const fields = new Map(parts.flatMap(({ odd }) => odd).map(({ id, field }) => [id, field]));
  const read = ids.flatMap((id) => byId.get(id) ?? []);
  const missing = ids.filter((id) => !byId.has(id));
  const unread: UnreadContainer[] = [];
  for (const id of missing) {
    const field = fields.get(id);
    if (field === undefined && (await isGone(id, runner))) continue;
    const why = field === undefined ? 'no description' : `${field} has an unknown form`;
    unread.push({ id, name: names.get(id) ?? '', why });
  }
  return { read, unread };
}

function namedContainer(line: string): readonly (readonly [string, string])[] {
  const [, id, name = ''] = /^([\da-f]{64})(?: (.*))?$/.exec(line) ?? [];
  return id === undefined ? [] : [[id, isContainerName(name) ? name : '']];
}

/** All at once, or each alone if one of them makes the whole answer unreadable. */
async function inspect(ids: readonly string[], runner: Runner): Promise<ReadContainers> {
  const { exitCode, stdout, stderr } = await runner('podman', ['container', 'inspect', ...ids]);
  // One that was removed meanwhile makes it fail, and leaves the others.
  if (exitCode !== 0 && stdout === '') throw unreadable(stderr);
  try {
    return parseContainers(stdout);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    if (ids.length === 1) throw unreadable(error.message);
  }
  return eachAlone(ids, runner);
}

async function eachAlone(ids: readonly string[], runner: Runner): Promise<ReadContainers> {
  const alone: ReadContainers[] = [];
  let failure: unknown;
  for (const id of ids) {
    await inspect([id], runner).then(
      (one) => alone.push(one),
      (error: unknown) => {
        failure = error;
      },
    );
  }
  // That is not the fault of a container.
  if (alone.length === 0) throw failure;
  return {
    containers: alone.flatMap(({ containers }) => containers),
    odd: alone.flatMap(({ odd }) => odd),
  };
}

/** `podman container exists` exits with 1 for one that is not there, and with 125 if it does not know. */
async function isGone(id: string, runner: Runner): Promise<boolean> {
  return (await runner('podman', ['container', 'exists', id])).exitCode === 1;
}

function ifMissing(error: unknown): undefined {
  if (error instanceof WebbootError && error.code === 'host-tool-missing') return undefined;
  throw error;
}

function unreadable(why: string): WebbootError {
  return new WebbootError('host-unsupported', `The containers of podman cannot be read: ${why}.`, {
    subject: 'podman',
    remedy:
      'Look at what "podman ps --all" and "podman container inspect" print, mend that, and try again.',
  });
}

/** Whether an OCI runtime was built with criu. runc always is; crun lists what it was built with. */
export async function canCheckpoint(runtime: string, runner: Runner = run): Promise<boolean> {
  const name = basename(runtime);
  if (name !== 'crun') return name === 'runc';
  const printed = await runner(name, ['--version']).catch(ifMissing);
  return (printed?.stdout ?? '').split(/\s/).includes('+CRIU');
}
