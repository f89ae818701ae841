import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../../tools/shared/say.ts';
import { createQemuMonitor } from '../../helpers/qemu-monitor.ts';
import { startFromStick } from '../../helpers/stick-machine.ts';
import { buildFinalImage, type FinalImage } from './final-image.ts';
import { menuText, openMenuKeys } from './menu-keys.ts';
import { storedDemo } from './modes.ts';

const limit = { timeoutMs: 300_000 };
/** So that a copy takes long enough to be met in its middle. */
const slowBytes = 4_000_000;
/** The choice stays where it is, on the mirror's row, when that of the stick comes in above it. */
const unchosenDemo = / Demo(?:(?! Demo)[^>])*on this machine, \d[^>]*> Demo/;

/** The stick is pulled out in the menu, put in again, and pulled out while an image is copied off it. */
export async function soakPull(): Promise<number> {
  const image = await buildFinalImage();
  try {
    await pullAndPut(image);
    return 0;
  } finally {
    await image.close();
  }
}

async function pullAndPut({ usb, folder }: FinalImage): Promise<void> {
  const monitor = await createQemuMonitor();
  const way = { firmware: 'bios', attachment: 'usb', snapshot: true } as const;
  const machine = await startFromStick({ file: usb, folder, ...way, extra: monitor.arguments });
  try {
    await machine.waitFor(menuText, limit);
    const menu = openMenuKeys(machine);
    // As in modes.ts: the mark stays on the row that it is on when the stick's come.
    await menu.sees(/on this machine, \d/);
    menu.type('demo');
    await menu.sees(storedDemo);
    await monitor.run('device_del stick');
    await menu.misses(storedDemo);
    say('pulled out: its images are no longer offered');
    const mounts = await menu.run('cat /proc/mounts');
    if (mounts.includes('webboot/stick')) throw new Error(`the stick is still mounted: ${mounts}`);

    await monitor.run(`drive_add 0 file=${usb},format=raw,if=none,id=again,snapshot=on`);
    await monitor.run('device_add usb-storage,id=stick2,drive=again');
    await menu.sees(unchosenDemo);
    say('put in again: its images are offered again');

    await monitor.run(`block_set_io_throttle again 0 ${slowBytes} 0 0 0 0`);
    menu.press('up');
    await menu.sees(storedDemo);
    menu.press('enter');
    await menu.sees(/> .*Live system/);
    menu.press('enter');
    await menu.sees(/Download|Copy|Acquire/i);
    await sleep(3_000);
    await monitor.run('device_del stick2');
    await menu.sees(/cannot be read/);
    say('pulled out while an image was copied off it: said so');
    for (let screen = 0; screen < 3; screen += 1) menu.press('back');
    await menu.sees(menuText);
  } finally {
    await machine.kill();
    await monitor.close();
  }
}
