import type { QemuMachine } from '../tools/qemu/qemu-arguments.ts';
import { leastMemory, withGuest } from './parts/guest-runs.ts';
import type { BenchReport, BenchRow } from './parts/report.ts';
import { withGuests } from './parts/with-guests.ts';

const menu = /choose what to boot/;
const keys = { f8: '\u001b[19~' };

/** What the menu takes, and with how much RAM it and a boot of the demo come up. */
export function run(): Promise<BenchReport> {
  return withGuests(async (guests) => {
    const bare = 'console=ttyS0,115200 panic=-1';
    const cmdline = guests.automatic.cmdline?.replace(/memmap=\S+ /, '') ?? '';
    return {
      title: 'memory of guests in QEMU',
      rows: [
        ...(await menuMemory(guests.menu)),
        await least('least RAM for the menu', 160, {
          guest: { ...guests.menu, cmdline: bare },
          // Only the menu's program answers.
          text: /looking for a network|no network|online|10\.0\.2/,
          sizes: [128, 144, 160, 176, 192, 224, 256, 320],
        }),
        await least('least RAM for a boot of the demo', 384, {
          guest: { ...guests.automatic, cmdline },
          text: /login:/,
          sizes: [320, 384, 448, 512, 576, 640, 768],
        }),
      ],
      notes: [],
    };
  });
}

async function least(
  name: string,
  limit: number,
  { guest, text, sizes }: { guest: QemuMachine; text: RegExp; sizes: readonly number[] },
): Promise<BenchRow> {
  const found = await leastMemory(guest, { sizes, text });
  return { name, values: [found ?? Number.POSITIVE_INFINITY], unit: 'MiB', limit };
}

/** Read in the menu's own rescue shell, ten seconds after its first frame. */
function menuMemory(guest: QemuMachine): Promise<readonly BenchRow[]> {
  return withGuest(guest, async (machine) => {
    const limit = { timeoutMs: 60_000 };
    const { end } = await machine.waitFor(menu, limit);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    machine.send(keys.f8);
    const { end: asked } = await machine.waitFor(/Leave it with exit/, { ...limit, from: end });
    machine.send('\r');
    const { end: from } = await machine.waitFor(/\/ # /, { ...limit, from: asked });
    machine.send('grep -E "^(RssAnon|VmRSS)" /proc/$(pidof node)/status; free -m; echo done-$?\n');
    const { start } = await machine.waitFor(/\ndone-\d/, { ...limit, from });
    const text = machine.log.slice(from, start);
    const row = (name: string, found: RegExp, divisor: number): BenchRow => ({
      name,
      values: [Number(found.exec(text)?.[1]) / divisor],
      unit: 'MiB',
    });
    return [
      row('the menu, resident', /VmRSS:\s+(\d+) kB/, 1024),
      row('the menu, its own', /RssAnon:\s+(\d+) kB/, 1024),
      row('all that is used', /Mem:\s+\d+\s+(\d+)/, 1),
    ];
  });
}
