import { type QemuProcess, startQemu } from '../../tools/qemu/qemu.ts';
import type { QemuMachine } from '../../tools/qemu/qemu-arguments.ts';

const timeoutMs = 180_000;

/** Boots a guest and gives the seconds since QEMU's start at which each text came, in this order. */
export async function timeline(
  guest: QemuMachine,
  texts: readonly RegExp[],
): Promise<readonly number[]> {
  return withGuest(guest, async (machine) => {
    const seconds: number[] = [];
    let from = 0;
    for (const text of texts) {
      ({ end: from } = await machine.waitFor(text, { timeoutMs, from }));
      seconds.push(machine.elapsed);
    }
    return seconds;
  });
}

export async function withGuest<T>(
  guest: QemuMachine,
  use: (machine: QemuProcess) => Promise<T>,
): Promise<T> {
  const machine = await startQemu(guest);
  try {
    return await use(machine);
  } finally {
    await machine.kill();
  }
}

/** Of the kernel, of webboot, and of webboot without a person (an event). */
const gaveUp = /Out of memory|webboot stopped|"type":"failed"/;

/** The first of the sizes of RAM, smallest first, with which the text comes; in MiB. */
export async function leastMemory(
  guest: QemuMachine,
  { sizes, text }: { sizes: readonly number[]; text: RegExp },
): Promise<number | undefined> {
  const either = new RegExp(`${text.source}|${gaveUp.source}`);
  for (const memoryMb of sizes) {
    const enough = await withGuest({ ...guest, memoryMb }, (machine) =>
      machine.waitFor(either, { timeoutMs }).then(
        ({ text: seen }) => text.test(seen),
        () => false,
      ),
    );
    if (enough) return memoryMb;
  }
  return undefined;
}
