/** Machine architectures as the kernel's own `uname -m` names them. */
export type Architecture = 'x86_64' | 'aarch64' | 'i386';

/** Whether what is made for `made` runs on a machine; where nobody knows, it may. */
export function runsOn(made: Architecture | 'unknown', machine: Architecture): boolean {
  return made === 'unknown' || made === machine || (made === 'i386' && machine === 'x86_64');
}
