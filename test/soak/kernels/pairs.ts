import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { startQemu } from '../../../tools/qemu.ts';
import { chainInitramfs, debianKernel, type Suite, suites } from './chain-files.ts';
import { describeHop, type Hop, parseHops } from './hops.ts';

/** From each kernel into each, itself included: every pair stands side by side once. */
const [older, newer, newest] = suites;
const order: readonly Suite[] = [
  ...[older, older, newer, newer, newest, newest],
  ...[older, newest, newer, older],
];

/** Jumps through all pairs of kernels in one machine; whether all came up with all they had. */
export async function jumpAllPairs(): Promise<boolean> {
  const work = await mkdtemp(join(tmpdir(), 'webboot-chain-'));
  try {
    const initrd = join(work, 'initramfs.img');
    await writeFile(initrd, writeCpio(await chainInitramfs(suites)));
    const [first = older, ...others] = order;
    const machine = await startQemu({
      ...{ arch: 'x86_64', memoryMb: 2048, network: 'none', initrd },
      kernel: await debianKernel(first),
      cmdline: `console=ttyS0,115200 panic=-1 quiet rdinit=/chain/hop chain=${others.join()}`,
    });
    try {
      const end = /^the chain (?:has ended|is broken)/m;
      await machine.waitFor(end, { timeoutMs: order.length * 120_000 });
    } finally {
      await machine.kill();
    }
    const hops = parseHops(machine.log);
    console.log('| jump | CPUs | memory | available |\n|---|---|---|---|');
    hops.forEach((hop, index) => {
      const before = hops[index - 1];
      if (before !== undefined) console.log(`| ${before.kernel} to ${describeHop(hop)} |`);
    });
    if (hops.length < order.length) console.error(machine.log.slice(-2000));
    return hops.length === order.length && allEqual(hops);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Each time that a kernel runs, it has what it had before. */
function allEqual(hops: readonly Hop[]): boolean {
  return hops.every((hop) =>
    hops
      .filter(({ kernel }) => kernel === hop.kernel)
      .every(({ cpus, totalKb }) => cpus === hop.cpus && Math.abs(totalKb - hop.totalKb) < 1024),
  );
}
