import { type MachineArchitecture, machineArchitectures } from '../shared/architectures.ts';

/** They make, and some of them boot, everything. */
const ofAllMachines = ['test', 'soak', 'release'];

/** The machines that a command's arguments are about: what `--arch` says, x86_64 without it. */
export function machinesOf(
  command: string,
  args: readonly string[],
): readonly MachineArchitecture[] {
  if (ofAllMachines.includes(command)) return machineArchitectures;
  const named = machineArchitectures.filter((arch) =>
    args.some(
      (word, index) => word === `--arch=${arch}` || (word === arch && args[index - 1] === '--arch'),
    ),
  );
  return named.length === 0 ? ['x86_64'] : named;
}
