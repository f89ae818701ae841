import { readFile } from 'node:fs/promises';
import { clearedPaths, parseMounts, restoreStage } from '../../core/upgrade/restore-stage.ts';
import type { Restoring } from '../../ports/upgrade.ts';
import { run } from '../run.ts';
import { openFilesOf } from './open-files.ts';

export const restoring: Restoring = {
  async stageFor(units, runtimeFiles) {
    // Containers come back by podman, when the system has started.
    const plain = units.filter(({ container }) => container === undefined);
    const pids = plain.flatMap(({ processes }) => processes.map(({ pid }) => pid));
    const [opened, mounts, tmpfiles] = await Promise.all([
      Promise.all(pids.map(openFilesOf)),
      readFile('/proc/self/mountinfo', 'utf8'),
      run('systemd-tmpfiles', ['--cat-config']),
    ]);
    return restoreStage({
      paths: opened.flatMap(({ targets, mapped }) => [...targets, ...mapped]),
      mounts: parseMounts(mounts),
      runtimeFiles,
      cleared: clearedPaths(tmpfiles.stdout),
    });
  },
};
