import { WebbootError } from '../../src/errors.ts';
import {
  findArchitecture,
  type MachineArchitecture,
  machineArchitectures,
} from '../shared/architectures.ts';
import { type Arm64Firmware, arm64Firmwares } from './qemu-arguments.ts';

/** The kind of machine that a command starts. */
export interface GuestKind {
  readonly arch: MachineArchitecture;
  readonly firmware?: Arm64Firmware;
}

export const guestKindUsage = `  --arch ARCH       x86_64 (the default) or aarch64
  --firmware KIND   for aarch64: acpi (UEFI with ACPI tables, the default), uefi-tree (UEFI with a
                    device tree) or tree (a device tree alone)
`;

/** Reads these two options; throws 'usage' with what is wrong. `command` is named in the remedy. */
export function parseGuestKind(
  { arch = 'x86_64', firmware }: { readonly arch?: string; readonly firmware?: string },
  command: string,
): GuestKind {
  const wrong = (message: string) =>
    new WebbootError('usage', message, { remedy: `See ${command} -- --help.` });
  const machine = findArchitecture(arch);
  if (machine === undefined) {
    throw wrong(`--arch must be one of ${machineArchitectures.join(', ')}, not ${arch}.`);
  }
  if (firmware === undefined) return { arch: machine };
  if (machine !== 'aarch64') throw wrong('--firmware needs --arch aarch64.');
  const kind = arm64Firmwares.find((name) => name === firmware);
  if (kind === undefined) {
    throw wrong(`--firmware must be one of ${arm64Firmwares.join(', ')}, not ${firmware}.`);
  }
  return { arch: machine, firmware: kind };
}
