import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { startQemu } from '../../../tools/qemu/qemu.ts';
import type { SoakCase } from '../cases.ts';
import { chainInitramfs, debianKernel, type Suite, suites } from './chain-files.ts';
import { areSteady, chainEnd, describeHops, parseHops } from './hops.ts';

/** From each kernel into each, itself included: every pair stands side by side once. */
const [older, newer, newest] = suites;
const order: readonly Suite[] = [
  ...[older, older, newer, newer, newest, newest],
  ...[older, newest, newer, older],
];

/** Jumps through all pairs of kernels in one machine; each must come up with all that it had before. */
export const jumpAllPairs: SoakCase['run'] = async (watch) => {
  const work = await mkdtemp(join(tmpdir(), 'webboot-chain-'));
  try {
    const initrd = join(work, 'initramfs.img');
    await writeFile(initrd, writeCpio(await chainInitramfs(suites)));
    const [first = older, ...others] = order;
    const machine = await startQemu({
      ...{ arch: 'x86_64', memoryMb: 1536, inTurns: true, network: 'none', initrd },
      kernel: await debianKernel(first),
      cmdline: `console=ttyS0,115200 panic=-1 quiet rdinit=/chain/hop chain=${others.join()}`,
    });
    watch(machine);
    try {
      await machine.waitFor(chainEnd, { timeoutMs: order.length * 120_000 }).catch(() => {});
    } finally {
      await machine.kill();
    }
    const hops = parseHops(machine.log);
    const ok = hops.length === order.length && areSteady(hops);
    return { ok, cells: [hops.length - 1, machine.elapsed.toFixed(0), ...describeHops(hops)] };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};
