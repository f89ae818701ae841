import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCpio } from '../../../src/formats/cpio/writer.ts';
import { startQemu } from '../../../tools/qemu/qemu.ts';
import type { Arm64Firmware } from '../../../tools/qemu/qemu-arguments.ts';
import type { SoakCase } from '../cases.ts';
import { chainInitramfs, debianKernel } from '../kernels/chain-files.ts';
import { areSteady, chainEnd, describeHops, parseHops } from '../kernels/hops.ts';

const arch = 'aarch64';
const suite = 'trixie';
const rounds = 20;

/** Debian's kernel for arm64 into itself, again and again in one machine; it must have the same CPUs and memory each time. */
export const jumpInRounds =
  (firmware: Arm64Firmware): SoakCase['run'] =>
  async (watch) => {
    const work = await mkdtemp(join(tmpdir(), 'webboot-chain-'));
    try {
      const initrd = join(work, 'initramfs.img');
      await writeFile(initrd, writeCpio(await chainInitramfs([suite], arch)));
      const chain = Array.from({ length: rounds }, () => suite).join();
      const machine = await startQemu({
        ...{ arch, firmware, memoryMb: 1536, inTurns: true, network: 'none', initrd },
        kernel: await debianKernel(suite, arch),
        cmdline: `console=ttyAMA0,115200 panic=-1 quiet rdinit=/chain/hop chain=${chain}`,
      });
      watch(machine);
      try {
        await machine.waitFor(chainEnd, { timeoutMs: rounds * 120_000 }).catch(() => {});
      } finally {
        await machine.kill();
      }
      const hops = parseHops(machine.log);
      const [, cpus = '', total = '', available = ''] = describeHops(hops);
      return {
        ok: hops.length === rounds + 1 && areSteady(hops),
        cells: [
          `${hops.length - 1} jumps: ${cpus} CPUs, MemTotal ${total} kB, MemAvailable ${available} kB`,
          machine.elapsed.toFixed(0),
        ],
      };
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };
