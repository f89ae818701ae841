import type { MachineArchitecture } from '../shared/architectures.ts';
import type { Accelerator } from './qemu-accelerator.ts';

/**
 * How an arm64 machine describes itself: UEFI with ACPI tables, UEFI with a device tree, or a device
 * tree alone, as U-Boot leaves it.
 */
export const arm64Firmwares = ['acpi', 'uefi-tree', 'tree'] as const;
export type Arm64Firmware = (typeof arm64Firmwares)[number];

export interface QemuMachine {
  readonly arch: MachineArchitecture;
  /** aarch64 only; `acpi` without. */
  readonly firmware?: Arm64Firmware;
  readonly memoryMb: number;
  /** Direct boot; without them the firmware boots from the drives. */
  readonly kernel?: string;
  readonly initrd?: string;
  readonly cmdline?: string;
  /** x86_64 only: which chipset; the reservation's addresses depend on it. */
  readonly machine?: 'q35' | 'pc';
  /** User networking (the host is 10.0.2.2) by default; `none` is a machine without a card. */
  readonly network?: 'user' | 'none';
  readonly networkCard?: 'virtio-net-pci' | 'e1000';
  readonly cdrom?: string;
  /**
   * Emulated processors take turns in one thread: slower, and without QEMU's race where a kernel
   * patches its own code on one of them (an oops "int3" in one of some ten boots). For long chains.
   */
  readonly inTurns?: boolean;
  readonly drives?: readonly QemuDrive[];
  /** A command in front of QEMU's, such as `ip netns exec NAME`. */
  readonly within?: readonly string[];
  /** Anything that only one caller needs. */
  readonly extra?: readonly string[];
}

export interface QemuDrive {
  readonly file: string;
  readonly interface: 'virtio' | 'usb' | 'ide';
  readonly readOnly?: boolean;
}

/** Where the guest's serial line goes; with `terminal`, Ctrl-A X leaves. */
export type SerialLine = 'terminal' | 'pipe';

/**
 * The command's name and arguments for a guest. A panic or a reboot ends it, and so does the death
 * of the process that started it, by whatever signal (setpriv(1) asks the kernel for that).
 */
export function qemuCommand(
  guest: QemuMachine,
  { accelerator, serial }: { accelerator: Accelerator; serial: SerialLine },
): readonly [string, ...string[]] {
  return [
    ...(['setpriv', '--pdeathsig', 'KILL'] as const),
    ...(guest.within ?? []),
    `qemu-system-${guest.arch}`,
    ...machineArguments(guest, accelerator),
    ...['-m', String(guest.memoryMb), '-smp', '2', '-no-reboot', '-nodefaults'],
    ...(serial === 'terminal'
      ? ['-nographic', '-serial', 'mon:stdio']
      : ['-display', 'none', '-monitor', 'none', '-serial', 'stdio']),
    ...pair('-kernel', guest.kernel),
    ...pair('-initrd', guest.initrd),
    ...pair('-append', guest.cmdline),
    ...networkArguments(guest),
    ...(guest.cdrom === undefined ? [] : ['-cdrom', guest.cdrom]),
    ...(guest.drives ?? []).flatMap(driveArguments),
    ...(guest.extra ?? []),
  ];
}

function pair(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [option, value];
}

function machineArguments(guest: QemuMachine, accelerator: Accelerator): readonly string[] {
  if (guest.arch === 'aarch64') return arm64Arguments(guest);
  const machine = ['-machine', guest.machine ?? 'q35'];
  return accelerator === 'kvm'
    ? [...machine, '-accel', 'kvm', '-cpu', 'host']
    : [...machine, '-accel', emulation(guest), '-cpu', 'max,cx16=off'];
}

/** Of Debian's package qemu-efi-aarch64. */
const arm64Uefi = '/usr/share/qemu-efi-aarch64/QEMU_EFI.fd';

/**
 * Pointer authentication by QEMU's own quick hash. Without LPA2: with 52-bit addresses Linux dies in
 * kexec_load when it copies its page tables (trans_pgd_create_copy), as Debian's 6.12 does.
 */
function arm64Arguments(guest: QemuMachine): readonly string[] {
  const { firmware = 'acpi' } = guest;
  return [
    ...['-machine', firmware === 'uefi-tree' ? 'virt,acpi=off' : 'virt'],
    ...['-accel', emulation(guest), '-cpu', 'max,pauth-impdef=on,lpa2=off'],
    ...(firmware === 'tree' ? [] : ['-bios', arm64Uefi]),
  ];
}

/**
 * With the default size of the cache of translated code a second kernel crawls. Without cx16:
 * QEMU 7.2's emulation of CMPXCHG16B leaves garbage in EFLAGS, and Linux, whose allocator uses it
 * since 6.5, soon dies of a double fault.
 */
function emulation({ inTurns }: QemuMachine): string {
  return `tcg,thread=${inTurns === true ? 'single' : 'multi'},tb-size=96`;
}

function networkArguments({
  network = 'user',
  networkCard = 'virtio-net-pci',
}: QemuMachine): readonly string[] {
  if (network === 'none') return ['-nic', 'none'];
  // Without its option ROM, which nobody boots from here, the firmware is done sooner.
  return ['-netdev', 'user,id=net0', '-device', `${networkCard},netdev=net0,romfile=`];
}

function driveArguments(drive: QemuDrive, index: number): readonly string[] {
  const id = `drive${index}`;
  const readOnly = drive.readOnly === true ? ',readonly=on' : '';
  const medium = `file=${drive.file},format=raw,id=${id}${readOnly}`;
  switch (drive.interface) {
    case 'virtio':
      return ['-drive', `${medium},if=virtio`];
    case 'ide':
      return ['-drive', `${medium},if=ide`];
    case 'usb':
      return [
        ...['-drive', `${medium},if=none`],
        ...['-device', `qemu-xhci,id=xhci${index}`],
        ...['-device', `usb-storage,bus=xhci${index}.0,drive=${id}`],
      ];
  }
}
