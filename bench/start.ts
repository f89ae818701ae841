import { floorText } from '../tools/qemu/floor.ts';
import type { QemuMachine } from '../tools/qemu/qemu-arguments.ts';
import { timeline, withGuest } from './parts/guest-runs.ts';
import type { BenchReport } from './parts/report.ts';
import { add, series } from './parts/series.ts';
import { withGuests } from './parts/with-guests.ts';

const runs = 5;
const menu = /choose what to boot/;
/** In front of the row that it is on. */
const mark = /> \S/;
const timeoutMs = 180_000;

/** From QEMU's start to what a person sees, next to the least that it can take and to a shell script. */
export function run(): Promise<BenchReport> {
  return withGuests(async (guests) => {
    const floor = series('start to busybox alone (the floor)');
    const script = series("start to a shell script's menu");
    const userSpace = series("start to webboot's user space");
    const paint = series('start to the first paint');
    const key = series('start to the first key answered, which moves the mark');
    const letter = series('start to the first letter answered, which lists what it finds');
    const program = series("start to the menu's program, which answers two letters");
    const restarted = series('start to the menu, memory set aside by a restart');
    // In turns, so that what else the machine does meets all of them.
    for (let round = 0; round < runs; round += 1) {
      add([floor], await timeline(guests.floor, [floorText]));
      add([script], await timeline(guests.script.menu, [/the script offers/]));
      add([userSpace, paint, key, letter, program], await firstKeys(guests.menu));
      add([restarted], await timeline(guests.restarting, [menu]));
    }
    return {
      title: `start in QEMU (medians of ${runs})`,
      rows: [
        floor,
        { ...script, baseline: floor },
        { ...userSpace, baseline: floor },
        { ...paint, baseline: floor, limit: 1.15 },
        { ...key, baseline: floor, limit: 2 },
        { ...letter, baseline: floor, limit: 2 },
        { ...program, baseline: floor },
        restarted,
      ],
      notes: ['the keys are pressed at the first paint, whether somebody listens by then or not'],
    };
  });
}

/** Seconds to user space, to the first paint, and to the answers to Down, a letter and one more that are pressed then. */
function firstKeys(guest: QemuMachine): Promise<readonly number[]> {
  return withGuest(guest, async (machine) => {
    const seconds: number[] = [];
    const wait = async (text: RegExp, from: number) => {
      const { end } = await machine.waitFor(text, { timeoutMs, from });
      seconds.push(machine.elapsed);
      return end;
    };
    const userSpace = await wait(/webboot: init at/, 0);
    const painted = await wait(menu, userSpace);
    const { end: from } = await machine.waitFor(mark, { timeoutMs, from: painted });
    // Nothing in the catalogue has both letters in a row.
    machine.send('\x1b[Bzq');
    const moved = await wait(mark, from);
    const listed = await wait(mark, moved);
    await wait(/Nothing matches/, listed);
    return seconds;
  });
}
