import { copyFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { VirtualMedium } from '../../../src/core/plan/virtual-medium.ts';
import { ensureDemo } from '../../../tools/demo/iso.ts';
import { demoKey } from '../../../tools/demo/key.ts';
import type { QemuMachine } from '../../../tools/qemu/qemu-arguments.ts';

type Hardware = Partial<Pick<QemuMachine, 'drives' | 'extra' | 'memoryMb'>>;

/** The live system that webboot shows itself with. */
export async function demoIso(): Promise<string> {
  const { directory, fileName } = await ensureDemo(await demoKey());
  return join(directory, fileName);
}

/** Drivers of persistent memory want whole sections of it. */
const sectionBytes = 128 << 20;

/** A machine with that image as its medium. */
export async function machineWith(
  iso: string,
  medium: VirtualMedium,
  work: string,
): Promise<Hardware> {
  if (medium === 'virtio') {
    return { memoryMb: 1536, drives: [{ file: iso, interface: 'virtio', readOnly: true }] };
  }
  const copy = join(work, 'medium');
  await copyFile(iso, copy);
  const size = Math.ceil((await stat(copy)).size / sectionBytes) * sectionBytes;
  await truncate(copy, size);
  return {
    memoryMb: 1536,
    extra: [
      ...['-m', '1536M,slots=1,maxmem=8G'],
      ...['-object', `memory-backend-file,id=medium,share=on,mem-path=${copy},size=${size}`],
      ...['-device', 'virtio-pmem-pci,memdev=medium'],
    ],
  };
}
