import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDemoGuest } from '../tools/demo/guest.ts';
import { ensureDemo } from '../tools/demo/iso.ts';
import { demoKey } from '../tools/demo/key.ts';
import { ensureImage } from '../tools/image/build.ts';
import { compressions, defaultOptions } from '../tools/image/options.ts';
import { floorText } from '../tools/qemu/floor.ts';
import type { QemuMachine } from '../tools/qemu/qemu-arguments.ts';
import { buildDirectory } from '../tools/shared/paths.ts';
import { type BootGuests, prepareGuests } from './boot-guests.ts';
import { leastMemory, timeline, withGuest } from './guest-runs.ts';
import type { BenchReport, BenchRow, Measurement } from './report.ts';

const runs = 3;
const kernel = /Linux version/;
const login = /login:/;
const menu = /choose what to boot/;

/** From QEMU's start to the menu, and from there to a live system's login, beside what is the floor. */
export async function run(): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'webboot-bench-'));
  try {
    const key = await demoKey();
    const publication = await ensureDemo(key);
    const guest = await prepareDemoGuest(publication, { key });
    try {
      const guests = await prepareGuests(scratch, { guest, publication });
      const rows = await measureBoots(guests);
      const notes = [await menuMemory(guests.menu), ...(await leastMemories(guests))];
      return {
        title: `start and boot in QEMU (medians of ${runs})`,
        rows,
        notes: [...notes, ...(await imageSizes())],
      };
    } finally {
      await guest.close();
    }
  } finally {
    await rm(scratch, { recursive: true });
  }
}

/** In turns, so that what else the machine does meets all of them. */
async function measureBoots(guests: BootGuests): Promise<readonly BenchRow[]> {
  const named = (name: string) => ({ name, seconds: [] as number[] });
  const floor = named('start to busybox alone (the floor)');
  const userSpace = named("start to webboot's user space");
  const frame = named("start to the menu's first frame");
  const restarted = named('start to the menu, memory set aside by a restart');
  const directLogin = named("direct boot from a CD drive, kernel's first line to login");
  const jump = named("selection to the second kernel's first line");
  const bootLogin = named("second kernel's first line to login");
  const whole = named('selection to login');

  for (let round = 0; round < runs; round += 1) {
    add([floor], await timeline(guests.floor, [floorText]));
    add([userSpace, frame], await timeline(guests.menu, [/webboot: init at/, menu]));
    add([restarted], await timeline(guests.restarting, [menu]));
    add([directLogin], differences(await timeline(guests.direct, [kernel, login])));
    const boot = await timeline(guests.automatic, [/"stage":"select"/, kernel, login]);
    add([jump, bootLogin], differences(boot));
    add([whole], [(boot[2] ?? 0) - (boot[0] ?? 0)]);
  }
  return [
    floor,
    { ...userSpace, baseline: floor },
    { ...frame, baseline: floor, limit: 2.6 },
    { ...restarted, baseline: frame },
    directLogin,
    jump,
    { ...bootLogin, baseline: directLogin },
    { ...whole, baseline: directLogin },
  ];
}

function add(rows: readonly (Measurement & { seconds: number[] })[], values: readonly number[]) {
  for (const [index, { seconds }] of rows.entries()) {
    const value = values[index];
    if (value !== undefined) seconds.push(value);
  }
}

function differences(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

/** Read in the menu's own rescue shell, ten seconds after its first frame. */
function menuMemory(guest: QemuMachine): Promise<string> {
  const key = { f8: '\u001b[19~' };
  return withGuest(guest, async (machine) => {
    const limit = { timeoutMs: 60_000 };
    const { end } = await machine.waitFor(menu, limit);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    machine.send(key.f8);
    const { end: asked } = await machine.waitFor(/Leave it with exit/, { ...limit, from: end });
    machine.send('\r');
    const { end: from } = await machine.waitFor(/\/ # /, { ...limit, from: asked });
    machine.send('grep -E "^(RssAnon|VmRSS)" /proc/$(pidof node)/status; free -m; echo done-$?\n');
    const { start } = await machine.waitFor(/\ndone-\d/, { ...limit, from });
    const text = machine.log.slice(from, start);
    const megabytes = (name: string) =>
      Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1]) / 1024);
    const used = /Mem:\s+\d+\s+(\d+)/.exec(text)?.[1];
    return `the menu: ${megabytes('VmRSS')} MiB resident, ${megabytes('RssAnon')} MiB of it its own; ${used} MiB used in all`;
  });
}

async function leastMemories({ menu: guest, automatic }: BootGuests): Promise<readonly string[]> {
  const bare = 'console=ttyS0,115200 panic=-1';
  const forMenu = await leastMemory(
    { ...guest, cmdline: bare },
    { sizes: [128, 160, 192, 224, 256, 320], text: menu },
  );
  const cmdline = automatic.cmdline?.replace(/memmap=\S+ /, '') ?? '';
  const forBoot = await leastMemory(
    { ...automatic, cmdline },
    { sizes: [448, 512, 576, 640, 768, 1024], text: login },
  );
  return [
    `least RAM for the menu: ${forMenu ?? 'more than 320'} MiB`,
    `least RAM for a boot of the demo: ${forBoot ?? 'more than 1024'} MiB`,
  ];
}

async function imageSizes(): Promise<readonly string[]> {
  const sizes: string[] = [];
  for (const compress of compressions) {
    const out = join(buildDirectory, 'bench', compress);
    await ensureImage({ ...defaultOptions, compress, out });
    const { size } = await stat(join(out, 'initramfs.img'));
    sizes.push(`initramfs.img by ${compress}: ${(size / 1e6).toFixed(1)} MB`);
  }
  return sizes;
}
