import { basename } from 'node:path';
import { type Container, parseContainers } from '../../formats/podman/containers.ts';
import { type RunOptions, run } from '../run.ts';
import type { RunResult } from '../run-result.ts';
import { controlGroupOf } from './read-process.ts';

export type Runner = (
  command: string,
  args: readonly string[],
  options?: RunOptions,
) => Promise<RunResult>;

/** All containers of root; none if podman is not installed. Throws FormatError for what podman should not print. */
export async function listContainers(runner: Runner = run): Promise<readonly Container[]> {
  const listed = await runner('podman', ['ps', '--all', '--quiet', '--no-trunc']).catch(
    () => undefined,
  );
  const ids = (listed?.stdout ?? '').split('\n').filter((id) => /^[\da-f]{64}$/.test(id));
  if (ids.length === 0) return [];
  const { exitCode, stdout } = await runner('podman', ['container', 'inspect', ...ids]);
  // One that was removed meanwhile makes it fail, and leaves the others.
  if (exitCode !== 0 && stdout === '') return [];
  return Promise.all(
    parseContainers(stdout).map(async (one) => ({
      ...one,
      unit: one.unit || (await serviceOf(one)),
    })),
  );
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
