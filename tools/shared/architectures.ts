import type { Architecture } from '../../src/core/architecture.ts';

/** The machines that webboot's image is made for: those that there is a Node for. */
export const machineArchitectures = ['x86_64', 'aarch64'] as const satisfies Architecture[];
export type MachineArchitecture = (typeof machineArchitectures)[number];

/** What others call such a machine, and parts of it. */
interface ArchitectureNames {
  readonly debian: 'amd64' | 'arm64';
  /** In the names of EFI programs. Specification: UEFI 2.10, section 3.5.1.1. */
  readonly efi: 'x64' | 'aa64';
  /** GRUB's folder for EFI. */
  readonly grub: 'x86_64-efi' | 'arm64-efi';
  /** The first serial line of the machines that QEMU emulates. */
  readonly serialLine: 'ttyS0' | 'ttyAMA0';
}

export const architectureNames: Readonly<Record<MachineArchitecture, ArchitectureNames>> = {
  x86_64: { debian: 'amd64', efi: 'x64', grub: 'x86_64-efi', serialLine: 'ttyS0' },
  aarch64: { debian: 'arm64', efi: 'aa64', grub: 'arm64-efi', serialLine: 'ttyAMA0' },
};

export function findArchitecture(name: string): MachineArchitecture | undefined {
  return machineArchitectures.find((arch) => arch === name);
}
