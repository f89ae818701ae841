/** When units are restored: before anything else of the boot, or when all file systems are mounted. */
export type RestoreStage = 'first' | 'mounted';

/** The stage, and the path for which it is not the first. */
export interface RestoreMoment {
  readonly stage: RestoreStage;
  readonly because?: string;
}

/** A mount as a process sees it. */
export interface Mount {
  readonly point: string;
  /** "ext4", "tmpfs" */
  readonly type: string;
}

/** Process 1 mounts these itself before it starts anything (systemd's file-hierarchy(7)). */
const alwaysThere = new Set(['/', '/run', '/dev', '/dev/shm']);
const systemTypes = new Set(['proc', 'sysfs', 'cgroup2', 'devtmpfs']);

/**
 * `paths` are what the processes have open or mapped; `runtimeFiles` are those in memory, which are laid
 * back. `cleared` are paths that systemd-tmpfiles empties in each boot: what is there must come after it.
 */
export function restoreStage(facts: {
  readonly paths: readonly string[];
  readonly mounts: readonly Mount[];
  readonly runtimeFiles: readonly string[];
  readonly cleared: readonly string[];
}): RestoreMoment {
  const { paths, mounts, runtimeFiles, cleared } = facts;
  const later = mounts
    .filter(({ point, type }) => !alwaysThere.has(point) && !systemTypes.has(type))
    .map(({ point }) => point);
  const isBelow = (path: string, folder: string) =>
    path === folder || path.startsWith(`${folder}/`);
  const because =
    [...paths, ...runtimeFiles].find((path) => later.some((point) => isBelow(path, point))) ??
    runtimeFiles.find((path) =>
      cleared.some((name) =>
        name.endsWith('*') ? path.startsWith(name.slice(0, -1)) : isBelow(path, name),
      ),
    );
  return because === undefined ? { stage: 'first' } : { stage: 'mounted', because };
}

/** `/proc/PID/mountinfo` (proc_pid_mountinfo(5)). */
export function parseMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, point, type] = /^\d+ \d+ \S+ \S+ (\S+) .* - (\S+) /.exec(line) ?? [];
    return point === undefined || type === undefined ? [] : [{ point: unescaped(point), type }];
  });
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Of `systemd-tmpfiles --cat-config`: what it removes or empties (tmpfiles.d(5)); a star stands for any rest. */
export function clearedPaths(config: string): readonly string[] {
  return config.split('\n').flatMap((line) => {
    const [, path, pattern] = /^[DrR][!+=~^$-]*\s+"?(\/[^\s"*?[%]*)([*?[%]?)/.exec(line) ?? [];
    if (path === undefined) return [];
    return [pattern === '' ? path.replace(/(?<=.)\/$/, '') : `${path}*`];
  });
}
