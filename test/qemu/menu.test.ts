import { afterEach, describe, expect, it } from 'vitest';
import { liveAccount } from '../../tools/live-iso/options.ts';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';
import { type DemoMachine, startDemo } from '../helpers/demo.ts';
import { startScreenDemo } from '../helpers/screen-demo.ts';
import { serialSeat } from '../helpers/seat.ts';
import {
  bootDemoByKeys,
  bootDemoByLines,
  countdownFile,
  settleAddressByLines,
} from '../helpers/walk.ts';

const limit = { timeoutMs: 300_000 };
let demo: DemoMachine | undefined;

afterEach(async () => {
  await demo?.close();
  demo = undefined;
});

/** webboot's own kernel starts with `quiet`; the live system's does not. */
function secondKernel(machine: QemuProcess) {
  return machine.waitFor(/Linux version/, limit);
}

describe('the menu', () => {
  it('comes by the keyboard at the screen from a search to a shell of the live system', async () => {
    const { seat, ...started } = await startScreenDemo();
    demo = started;
    await bootDemoByKeys(seat);
    await seat.sees(/tty1[\s\S]*login:/, limit);
    await seat.press({ type: liveAccount.user }, 'enter');
    await seat.sees(/Password:/);
    await seat.press({ type: liveAccount.password }, 'enter');
    await seat.sees(/@\w+:~\$/);
    await seat.press({ type: 'uname -sm' }, 'enter');
    expect(await seat.sees(/^Linux x86.64$/m)).toContain('login:');
  });

  it('is drawn before its program runs, moves its mark, and counts the keys that are pressed until then', async () => {
    const { seat, ...started } = await startScreenDemo();
    demo = started;
    const line = serialSeat(demo.machine);
    await line.sees(/choose what to boot +starting/, limit);
    await seat.sees(/choose what to boot +starting/, limit);
    await seat.press('down', 'down');
    await seat.sees(/^ > Clonezilla/m, limit);
    await seat.press('enter');
    await line.sees(/^ webboot: Clonezilla/, limit);
    await line.press('escape');
    await line.sees(/^ > Clonezilla/m, limit);
    await seat.press({ type: 'zq' });
    await line.sees(/Nothing matches/, limit);
    await seat.sees(/Nothing matches/, limit);
  });

  it('does the same in line mode, over an address that was settled there, and never redraws', async () => {
    demo = await startDemo({ cmdline: 'webboot.ui=line' });
    const { machine } = demo;
    let said = '';
    machine.onOutput((chunk) => {
      said += chunk;
    });
    await settleAddressByLines(machine);
    await bootDemoByLines(machine);
    expect(said.slice(said.indexOf('Choose what to boot'))).not.toContain('\x1b');
    await secondKernel(machine);
  });

  it('boots what webboot.json says when its countdown is over', async () => {
    demo = await startDemo({ files: [countdownFile(5)] });
    const { machine } = demo;
    await serialSeat(machine).sees(/Booting Demo.* in \d s\. Press any key/);
    await secondKernel(machine);
  });
});
