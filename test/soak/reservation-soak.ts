import type { QemuMachine } from '../../tools/qemu-arguments.ts';
import { scriptEnd, startScript } from '../helpers/scripted-image.ts';

type Shape = Pick<QemuMachine, 'memoryMb'> & Required<Pick<QemuMachine, 'machine' | 'extra'>>;

const sizes = [1536, 3072, 5120, 6144];
/** Two nodes of 2 GiB each, with a processor each. */
const twoNodes = ['a', 'b'].flatMap((name, node) => [
  ...['-object', `memory-backend-ram,id=${name},size=2G`],
  ...['-numa', `node,nodeid=${node},memdev=${name},cpus=${node}`],
]);
const shapes: readonly Shape[] = [
  ...(['pc', 'q35'] as const).flatMap((machine) =>
    sizes.map((memoryMb) => ({ machine, memoryMb, extra: [] })),
  ),
  { machine: 'q35', memoryMb: 4096, extra: twoNodes },
];

const script = `
until [ -e /dev/pmem0 ]; do sleep 1; done
cat /proc/cmdline
echo "pmem: $(cat /sys/class/block/pmem*/size)"
echo "left: $(grep MemTotal /proc/meminfo | tr -dc 0-9)"
echo "nodes: $(ls -d /sys/devices/system/node/node* | wc -l)"
echo "firmware: $(ls /sys/firmware/memmap | wc -l)"
grep 'Kernel code' /proc/iomem
dd if=/dev/zero of=/dev/pmem0 bs=1M seek=$(($(cat /sys/class/block/pmem0/size) / 2048 - 1)) count=1 &&
  echo 'its end can be written'
`;

/**
 * Starts webboot without `memmap=` on machines of several shapes: each must set memory aside by
 * itself. Returns the exit status.
 */
export async function soakReservations(): Promise<number> {
  let failed = 0;
  console.log(
    '| machine | MiB | set aside | RAM left | kernel at | seconds |\n|---|---|---|---|---|---|',
  );
  for (const shape of shapes) {
    const { machine, memoryMb, extra } = shape;
    const image = await startScript({ ...shape, script });
    const result = await image.machine
      .waitFor(scriptEnd, { timeoutMs: 300_000 })
      .then(
        () => reservationOf(image.machine.log),
        () => undefined,
      )
      .finally(() => image.close());
    const seconds = image.machine.elapsed.toFixed(0);
    const name = extra.length > 0 ? `${machine}, 2 NUMA nodes` : machine;
    const cells = result ?? ['nothing', '', ''];
    console.log(`| ${[name, memoryMb, ...cells, seconds].join(' | ')} |`);
    if (result === undefined) {
      failed += 1;
      console.error(image.machine.log.slice(-2000));
    }
  }
  return failed === 0 ? 0 : 1;
}

/** Undefined where the reservation is not what it is for. */
function reservationOf(log: string): readonly string[] | undefined {
  const memmap = /memmap=0x([0-9a-f]+)!0x([0-9a-f]+) webboot.restarted/.exec(log);
  const [, sectors] = /^pmem: (\d+)$/m.exec(log) ?? [];
  const [, left] = /^left: (\d+)$/m.exec(log) ?? [];
  const [, kernel = ''] = /^\s*([0-9a-f]+)-[0-9a-f]+ : Kernel code$/m.exec(log) ?? [];
  if (memmap === null || Number(sectors) * 512 !== Number.parseInt(memmap[1] ?? '', 16)) {
    return undefined;
  }
  if (!log.includes('its end can be written')) return undefined;
  const mebibytes = Math.round(Number(sectors) / 2048);
  return [`${mebibytes} MiB at 0x${memmap[2]}`, `${Math.round(Number(left) / 1024)} MiB`, kernel];
}
