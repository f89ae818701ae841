import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureImage, imageDirectory } from '../tools/image/build.ts';
import { defaultOptions, type Flavour } from '../tools/image/options.ts';
import { findBuiltKernel } from '../tools/kernel/built-kernel.ts';
import { floorText, writeFloor } from '../tools/qemu/floor.ts';
import type { QemuMachine } from '../tools/qemu/qemu-arguments.ts';
import { timeline } from './parts/guest-runs.ts';
import type { BenchReport, Measurement } from './parts/report.ts';

const runs = 5;

/** From QEMU's start to user space: the kernel of one's own beside Debian's. */
export async function run(): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'webboot-bench-'));
  try {
    const initrd = join(scratch, 'floor.img');
    await writeFloor(initrd);
    const built = await findBuiltKernel('x86_64');
    const cloud = await candidate('cloud', initrd);
    const generic = await candidate('generic', initrd);
    const own = built && (await candidate('built', initrd));
    const all = [cloud, generic, ...(own === undefined ? [] : [own])];
    // In turns, so that what else the machine does meets all of them.
    for (let round = 0; round < runs; round += 1) {
      for (const { machine, values } of all) {
        values.push(...(await timeline(machine, [floorText])));
      }
    }
    return {
      title: `kernels to user space, busybox alone (medians of ${runs})`,
      rows: [
        cloud,
        generic,
        ...(own === undefined ? [] : [{ ...own, baseline: generic, limit: 1 }]),
      ],
      notes: own === undefined ? ['there is no built kernel: npm run kernel -- build'] : [],
    };
  } finally {
    await rm(scratch, { recursive: true });
  }
}

interface Candidate extends Measurement {
  readonly values: number[];
  readonly machine: QemuMachine;
}

async function candidate(flavour: Flavour, initrd: string): Promise<Candidate> {
  const options = { ...defaultOptions, flavour };
  await ensureImage(options);
  const kernel = join(imageDirectory(options), 'vmlinuz');
  const cmdline = 'console=ttyS0,115200 panic=-1';
  const machine = { arch: 'x86_64', memoryMb: 1024, kernel, initrd, cmdline } as const;
  return { name: `start to user space, ${flavour}`, values: [], machine };
}
