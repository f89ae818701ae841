import { basename } from 'node:path';
import { FormatError, WebbootError } from '../../errors.ts';
import { type Container, parseContainers } from '../../formats/podman/containers.ts';
import { type RunOptions, run } from '../run.ts';
import type { RunResult } from '../run-result.ts';
import { controlGroupOf } from './read-process.ts';

export type Runner = (
  command: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<RunResult>;

/**
 * All containers of root; none if podman is not installed. Throws `host-unsupported` if podman fails: a service that runs
 * a container would then pass for any other.
 */
export async function listContainers(runner: Runner = run): Promise<readonly Container[]> {
  const listed = await runner('podman', ['ps', '--all', '--quiet', '--no-trunc']).catch(ifMissing);
  if (listed === undefined) return [];
  if (listed.exitCode !== 0) throw unreadable(listed.stderr);
  const ids = listed.stdout.split('\n').filter((id) => /^[\da-f]{64}$/.test(id));
  if (ids.length === 0) return [];
  const { exitCode, stdout, stderr } = await runner('podman', ['container', 'inspect', ...ids]);
  // One that was removed meanwhile makes it fail, and leaves the others.
  if (exitCode !== 0 && stdout === '') throw unreadable(stderr);
  return Promise.all(
    read(stdout).map(async (one) => ({
      ...one,
      unit: one.unit || (await serviceOf(one)),
    })),
  );
}

function ifMissing(error: unknown): undefined {
  if (error instanceof WebbootError && error.code === 'host-tool-missing') return undefined;
  throw error;
}

function read(json: string): readonly Container[] {
  try {
    return parseContainers(json);
  } catch (error) {
    if (error instanceof FormatError) throw unreadable(error.message);
    throw error;
  }
}

function unreadable(why: string): WebbootError {
  return new WebbootError('host-unsupported', `The containers of podman cannot be read: ${why}.`, {
    subject: 'podman',
    remedy:
      'Look at what "podman ps --all" and "podman container inspect" print, mend that, and try again.',
  });
}

/** Podman leaves conmon, which watches a container, in the service that it was started by. */
async function serviceOf({ conmonPid }: Container): Promise<string> {
  if (conmonPid === 0) return '';
  return serviceOfGroup(await controlGroupOf(conmonPid));
}

/** "/system.slice/web.service/runtime" is a part of web.service; a scope is none. */
export function serviceOfGroup(group: string): string {
  return group.split('/').find((part) => part.endsWith('.service')) ?? '';
}

/** Whether an OCI runtime was built with criu. runc always is; crun lists what it was built with. */
export async function canCheckpoint(runtime: string, runner: Runner = run): Promise<boolean> {
  const name = basename(runtime);
  if (name !== 'crun') return name === 'runc';
  const { stdout } = await runner(name, ['--version']);
  return stdout.split(/\s/).includes('+CRIU');
}
