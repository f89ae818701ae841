import type { QemuMachine } from '../../tools/qemu/qemu-arguments.ts';
import { scriptEnd, startScript } from '../helpers/scripted-image.ts';
import { runCases, type Soak, type SoakOutcome } from './cases.ts';

type Shape = Pick<QemuMachine, 'memoryMb'> & Required<Pick<QemuMachine, 'machine' | 'extra'>>;

const sizes = [1536, 3072, 5120, 6144];
/** Two nodes of 2 GiB each, with a processor each. */
const twoNodes = ['a', 'b'].flatMap((name, node) => [
  ...['-object', `memory-backend-ram,id=${name},size=2G`],
  ...['-numa', `node,nodeid=${node},memdev=${name},cpus=${node}`],
]);
const shapes: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(
    (['pc', 'q35'] as const).flatMap((machine) =>
      sizes.map((memoryMb) => [`${machine}-${memoryMb}`, { machine, memoryMb, extra: [] }]),
    ),
  ),
  'q35-numa-4096': { machine: 'q35', memoryMb: 4096, extra: twoNodes },
};

const script = `
until [ -e /dev/pmem0 ]; do sleep 0.2; done
cat /proc/cmdline
echo "pmem: $(cat /sys/class/block/pmem*/size)"
echo "left: $(grep MemTotal /proc/meminfo | tr -dc 0-9)"
echo "nodes: $(ls -d /sys/devices/system/node/node* | wc -l)"
echo "firmware: $(ls /sys/firmware/memmap | wc -l)"
grep 'Kernel code' /proc/iomem
grep -m1 ' _text$' /proc/kallsyms
dd if=/dev/zero of=/dev/pmem0 bs=1M seek=$(($(cat /sys/class/block/pmem0/size) / 2048 - 1)) count=1 &&
  echo 'its end can be written'
`;

const soak: Soak = {
  name: 'reservation',
  columns: ['set aside', 'RAM left', 'kernel at (physical)', 'kernel at (virtual)', 'seconds'],
  cases: Object.entries(shapes).map(([name, shape]) => ({
    name,
    run: async (watch) => {
      const image = await startScript({ ...shape, script, inTurns: true });
      try {
        watch(image.machine);
        await image.machine.waitFor(scriptEnd, { timeoutMs: 300_000 });
        return reservationOf(image.machine);
      } finally {
        await image.close();
      }
    },
  })),
};

/**
 * `[--fresh] [CASE]...`: starts webboot without `memmap=` on machines of several shapes: each must
 * set memory aside by itself. Returns the exit status.
 */
export async function soakReservations(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

function reservationOf({ log, elapsed }: { log: string; elapsed: number }): SoakOutcome {
  const [, size = '', start = ''] =
    /memmap=0x([0-9a-f]+)!0x([0-9a-f]+) webboot.restarted/.exec(log) ?? [];
  const [, sectors = ''] = /^pmem: (\d+)$/m.exec(log) ?? [];
  const [, left = ''] = /^left: (\d+)$/m.exec(log) ?? [];
  const [, physical = ''] = /^\s*([0-9a-f]+)-[0-9a-f]+ : Kernel code$/m.exec(log) ?? [];
  const [, virtual = ''] = /^([0-9a-f]{16}) \S _text$/m.exec(log) ?? [];
  const isWhole = size !== '' && Number(sectors) * 512 === Number.parseInt(size, 16);
  return {
    ok: isWhole && log.includes('its end can be written'),
    cells: [
      `${Math.round(Number(sectors) / 2048)} MiB at 0x${start}`,
      `${Math.round(Number(left) / 1024)} MiB`,
      ...[`0x${physical}`, virtual],
      elapsed.toFixed(0),
    ],
  };
}
