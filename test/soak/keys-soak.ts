import { say } from '../../tools/shared/say.ts';
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

/** What a serial line of 9600 baud may be given in a minute of a download. */
const bytesPerMinute = 20_000;

/** A download of a minute or more, watched on the serial line: what goes over it. */
async function measureSerialLine(): Promise<boolean> {
  const demo = await startDemo();
  const { machine, guest, publication } = demo;
  try {
    const path = `/${publication.fileName}`;
    const seat = serialSeat(machine);
    await seat.sees(/choose what to boot/);
    guest.mirror.setFault({ kind: 'slow', path, bytesPerSecond: publication.bytes / 300 });
    let bytes = 0;
    let from = 0;
    machine.onOutput((chunk) => {
      bytes += chunk.length;
    });
    await bootDemoByKeys(seat, {
      timeoutMs: 600_000,
      onStart: () => {
        bytes = 0;
        from = machine.elapsed;
      },
    });
    const minutes = (machine.elapsed - from) / 60;
    const rate = Math.round(bytes / minutes);
    say(`serial line: ${rate} bytes a minute, over ${minutes.toFixed(1)} minutes of a download`);
    return minutes > 0.9 && rate < bytesPerMinute;
  } finally {
    await demo.close();
  }
}

/** `[WAY...] [line-bytes]`: boots the demo by each way, and logs in. Returns the exit status. */
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
  const measures = argv.length === 0 || argv.includes('line-bytes');
  if (measures && !(await measureSerialLine())) failed += 1;
  return failed === 0 ? 0 : 1;
}
