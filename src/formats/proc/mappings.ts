import { mappedName } from './mapped-name.ts';

/** What matters of `/proc/PID/smaps` (proc_pid_smaps(5)) to a checkpoint. */
export interface Mappings {
  /** A System V segment is mapped. */
  readonly sysvMemory: boolean;
  /** The kernel may drop a mapping (VM_DROPPABLE): "dp" in VmFlags. */
  readonly droppable: boolean;
  /** Devices that are mapped, each once. */
  readonly devices: readonly string[];
}

export function parseMappings(smaps: string): Mappings {
  const names = new Set<string>();
  let droppable = false;
  for (const line of smaps.split('\n')) {
    const name = mappedName(line);
    if (name !== undefined) names.add(name);
    else if (line.startsWith('VmFlags:')) droppable ||= line.split(' ').includes('dp');
  }
  return {
    sysvMemory: [...names].some((name) => name.startsWith('/SYSV')),
    droppable,
    devices: [...names].filter((name) => name.startsWith('/dev/') && !isMemory(name)),
  };
}

/** Anonymous memory by another name. */
function isMemory(path: string): boolean {
  return path.startsWith('/dev/shm/') || path.startsWith('/dev/zero');
}
