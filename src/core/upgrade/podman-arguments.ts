import type { Afterwards } from './criu-arguments.ts';

/** Checkpoint and restore must agree on these (podman-container-checkpoint(1)). */
const shared = ['--tcp-established', '--file-locks'] as const;

/** The checkpoint stays in podman's own folder of the container, from where it is restored. */
export function checkpointArguments(container: string, afterwards: Afterwards): readonly string[] {
  const left = afterwards === 'running' ? ['--leave-running'] : [];
  return ['container', 'checkpoint', ...shared, ...left, container];
}

/** `--keep`: webboot wipes the checkpoint, which podman would only remove. Used by the next boot's script, too. */
export const restoreArguments = ['container', 'restore', '--keep', ...shared] as const;

/** Whatever runs it: conmon, which watches the container, stays behind, and may not be a part of that. */
export const inOwnScope = ['systemd-run', '--scope', '--quiet', '--collect'] as const;

/** criu leaves the process group of podman, but not this scope: by its name, all of a checkpoint can be ended. */
export function checkpointScope(container: string): string {
  return `webboot-checkpoint-${container}.scope`;
}
