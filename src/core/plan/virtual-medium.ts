/** How a virtual machine offers an image to a live system. */
export type VirtualMedium = 'virtio' | 'pmem';

interface MediumRules {
  /** As the target names it. */
  readonly device: string;
  /** A machine needs all of these. */
  readonly drivers: readonly string[];
  /** And one of these: which one depends on the machine, so all that there are get loaded. */
  readonly buses: readonly string[];
}

/**
 * virtio: a block device, on PCI or, in Firecracker and QEMU's microvm, memory-mapped. pmem: a virtio-pmem
 * device, an NVDIMM of ACPI's table or the device tree, or memory that `memmap=` sets aside.
 */
export const virtualMedia: Readonly<Record<VirtualMedium, MediumRules>> = {
  virtio: {
    device: '/dev/vda',
    drivers: ['virtio_blk'],
    buses: ['virtio_pci', 'virtio_mmio'],
  },
  pmem: {
    device: '/dev/pmem0',
    drivers: ['nd_pmem'],
    buses: ['virtio_pci', 'virtio_mmio', 'virtio_pmem', 'nfit', 'nd_e820', 'of_pmem'],
  },
};
