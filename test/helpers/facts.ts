import type { ImageFacts } from '../../src/core/image/image-facts.ts';
import type { ImageSource } from '../../src/core/image/image-source.ts';
import type { HostFacts } from '../../src/core/machine/host-facts.ts';
import { parseReservations } from '../../src/core/machine/memory-map.ts';

export const mebibyte = 1024 * 1024;
export const gibibyte = 1024 * mebibyte;

/** A Debian live ISO of 250 MiB whose initrd lacks nd_e820. */
export function imageFacts(overrides: Partial<ImageFacts> = {}): ImageFacts {
  return {
    image: { size: 250 * mebibyte, volumeId: 'DEBIAN', kind: 'iso9660' },
    arch: 'x86_64',
    kernels: [{ path: '/live/vmlinuz', version: '6.12.1-amd64', arch: 'x86_64', signed: true }],
    family: 'live-boot',
    entries: [
      {
        id: 'live',
        title: 'Live system',
        source: '/boot/grub/grub.cfg',
        kernel: '/live/vmlinuz',
        initrds: ['/live/initrd.img'],
        cmdline: 'boot=live components quiet',
        default: true,
      },
      {
        id: 'failsafe',
        title: 'Live system (fail-safe mode)',
        source: '/boot/grub/grub.cfg',
        kernel: '/live/vmlinuz',
        initrds: ['/live/initrd.img'],
        cmdline: 'boot=live components memtest noapic',
        default: false,
      },
    ],
    pmem: { state: 'graft', missing: ['nd_e820'] },
    needs: { ramBytes: 800 * mebibyte },
    problems: [],
    bytesRead: 0,
    ...overrides,
  };
}

/** A machine with 4 GiB, of which 1 GiB is set aside. */
export function hostFacts(overrides: Partial<HostFacts> = {}): HostFacts {
  const ram = { start: mebibyte, end: 4 * gibibyte, type: 'ram', label: 'System RAM' } as const;
  return {
    arch: 'x86_64',
    firmware: 'acpi',
    kernelVersion: '6.12.1-cloud-amd64',
    cmdline: '',
    ramBytes: 3 * gibibyte,
    availableBytes: 2 * gibibyte,
    memoryMap: { firmware: [ram], iomem: [ram] },
    ownRegions: parseReservations(overrides.cmdline ?? ''),
    pmem: [
      {
        path: '/dev/pmem0',
        size: gibibyte,
        reservation: { start: gibibyte, size: gibibyte },
      },
    ],
    otherPmem: false,
    setsMemoryAside: false,
    consoles: ['ttyS0'],
    kexec: { loadDisabled: false, lockdown: 'none', fileLoad: true, secureBoot: false },
    ...overrides,
  };
}

export function imageSource(overrides: Partial<ImageSource> = {}): ImageSource {
  return {
    id: 'demo/standard',
    title: 'Demo',
    version: '1',
    arch: 'x86_64',
    location: { kind: 'remote', urls: ['http://127.0.0.1:1/demo.iso'] },
    fileName: 'demo.iso',
    policy: { kind: 'none', reason: 'a test' },
    ...overrides,
  };
}
