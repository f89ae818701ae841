import { say } from '../../tools/say.ts';
import { type DemoMachine, runInLiveSystem, startDemo } from '../helpers/demo.ts';
import { startScreenDemo } from '../helpers/screen-demo.ts';
import { serialSeat } from '../helpers/seat.ts';
import { bootDemoByKeys, bootDemoByLines, countdownFile } from '../helpers/walk.ts';

/** Every way from the menu to the demo's boot. */
const ways: Readonly<Record<string, () => Promise<DemoMachine>>> = {
  screen: async () => {
    const demo = await startScreenDemo();
    await bootDemoByKeys(demo.seat);
    return demo;
  },
  serial: async () => {
    const demo = await startDemo();
    await bootDemoByKeys(serialSeat(demo.machine));
    return demo;
  },
  lines: async () => {
    const demo = await startDemo({ cmdline: 'webboot.ui=line' });
    await bootDemoByLines(demo.machine);
    return demo;
  },
  'countdown-file': () => startDemo({ files: [countdownFile(5)] }),
  'countdown-parameters': () =>
    startDemo({ cmdline: 'webboot.distro=demo/live webboot.countdown=5' }),
};

/** `[WAY...]`: boots the demo by each, and logs in. Returns the exit status. */
export async function soakKeys(argv: readonly string[]): Promise<number> {
  let failed = 0;
  for (const [name, start] of Object.entries(ways)) {
    if (argv.length > 0 && !argv.includes(name)) continue;
    const demo = await start();
    try {
      const mounts = await runInLiveSystem(demo.machine, 'cat /proc/mounts');
      const ok = /^\/dev\/pmem0 \/run\/live\/medium iso9660 ro/m.test(mounts);
      if (!ok) failed += 1;
      say(
        `${ok ? 'booted' : 'NOT BOOTED'}: ${name}, login after ${demo.machine.elapsed.toFixed()} s`,
      );
    } finally {
      await demo.close();
    }
  }
  return failed === 0 ? 0 : 1;
}
