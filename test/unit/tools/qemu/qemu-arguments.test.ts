import { describe, expect, it } from 'vitest';
import { guestMemory, memoryOf } from '../../../../tools/qemu/guest-memory.ts';
import { type QemuMachine, qemuCommand } from '../../../../tools/qemu/qemu-arguments.ts';

const guest: QemuMachine = { arch: 'x86_64', memoryMb: 2048 };
const line = (machine: QemuMachine, accelerator: 'kvm' | 'tcg' = 'tcg') =>
  qemuCommand(machine, { accelerator, serial: 'pipe' }).join(' ');

describe('qemuCommand', () => {
  it('emulates without CMPXCHG16B, which kills kernels in QEMU 7.2', () => {
    expect(line(guest)).toContain('-cpu max,cx16=off');
    expect(line(guest, 'kvm')).toContain('-accel kvm -cpu host');
  });

  it('ends with the guest instead of starting over', () => {
    expect(line(guest)).toContain('-no-reboot');
  });

  it('boots a kernel directly only when there is one', () => {
    const cmdline = 'console=ttyS0 "webboot.entry=Live system"';
    const command = qemuCommand(
      { ...guest, kernel: 'k', initrd: 'i', cmdline },
      {
        accelerator: 'tcg',
        serial: 'pipe',
      },
    );
    expect(command.slice(command.indexOf('-kernel'))).toEqual(
      expect.arrayContaining(['-kernel', 'k', '-initrd', 'i', '-append', cmdline]),
    );
    expect(line(guest)).not.toContain('-kernel');
  });

  it('leaves the terminal to the guest, with Ctrl-A X as the way out', () => {
    const options = { accelerator: 'tcg', serial: 'terminal' } as const;
    expect(qemuCommand(guest, options).join(' ')).toContain('-nographic -serial mon:stdio');
  });

  it('can leave the network card out, or take another', () => {
    expect(line({ ...guest, network: 'none' })).toContain('-nic none');
    expect(line({ ...guest, networkCard: 'e1000' })).toContain('-device e1000,netdev=net0');
  });
});

describe('qemuCommand for arm64', () => {
  const arm64: QemuMachine = { arch: 'aarch64', memoryMb: 2048 };

  it('emulates without LPA2, with which Linux dies in kexec_load', () => {
    expect(line(arm64)).toContain('-cpu max,pauth-impdef=on,lpa2=off');
  });

  it('has firmware and ACPI tables, firmware and a device tree, or a device tree alone', () => {
    expect(line(arm64)).toMatch(/-machine virt -.*-bios \S+QEMU_EFI\.fd/);
    expect(line({ ...arm64, firmware: 'uefi-tree' })).toMatch(/-machine virt,acpi=off .*-bios/);
    const alone = line({ ...arm64, firmware: 'tree' });
    expect(alone).toContain('-machine virt -');
    expect(alone).not.toContain('-bios');
  });
});

describe('memoryOf', () => {
  it('leaves it to webboot to set memory aside on arm64, which ignores memmap=', () => {
    expect(memoryOf('aarch64', 100e6)).toEqual({ memoryMb: 2048, memmap: '' });
    expect(memoryOf('x86_64', 100e6).memmap).toBe('memmap=0x8000000!0x40000000');
  });
});

describe('guestMemory', () => {
  it('puts a small ISO into the second of two gibibytes', () => {
    expect(guestMemory(100e6)).toMatchObject({
      memoryMb: 2048,
      memmap: 'memmap=0x8000000!0x40000000',
    });
  });

  it('gives a large ISO all RAM above the hole for devices', () => {
    const { memoryMb, reservation } = guestMemory(5e9);
    expect(reservation.start).toBe(2 ** 32);
    expect(reservation.size).toBeGreaterThanOrEqual(5e9);
    expect(memoryMb).toBe(2048 + reservation.size / 2 ** 20);
  });
});
