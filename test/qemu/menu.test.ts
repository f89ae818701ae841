import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { liveAccount } from '../../tools/live-iso/options.ts';
import { startDemo } from '../helpers/demo.ts';
import { createQemuMonitor } from '../helpers/qemu-monitor.ts';
import { screenSeat } from '../helpers/seat.ts';
import { bootDemoByKeys } from '../helpers/walk.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
});

describe('the menu on the screen', () => {
  it('comes by its keyboard from a search to a shell of the live system', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'webboot-screen-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const monitor = await createQemuMonitor();
    cleanups.push(() => monitor.close());
    const demo = await startDemo({
      cmdline: 'console=tty0',
      hardware: ['-device', 'VGA', ...monitor.arguments],
    });
    cleanups.push(() => demo.close());
    const seat = screenSeat(monitor, { folder });
    await bootDemoByKeys(seat);
    const timeoutMs = 300_000;
    await seat.sees(/tty1[\s\S]*login:/, { timeoutMs });
    await seat.press({ type: liveAccount.user }, 'enter');
    await seat.sees(/Password:/);
    await seat.press({ type: liveAccount.password }, 'enter');
    await seat.sees(/@\w+:~\$/);
    await seat.press({ type: 'uname -sm' }, 'enter');
    expect(await seat.sees(/^Linux x86.64$/m)).toContain('login:');
  });
});
