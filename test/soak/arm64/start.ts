import { setTimeout as sleep } from 'node:timers/promises';
import { liveAccount } from '../../../tools/live-iso/options.ts';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import { openPtyScreen, type PtyScreen } from '../../helpers/pty-screen.ts';
import { ptySeat } from '../../helpers/seat.ts';
import { bootDemoByKeys } from '../../helpers/walk.ts';
import type { SoakCase } from '../cases.ts';

/** For each of the waits; the host may have other work. */
const timeoutMs = 1_200_000;
/** QEMU's own key, on a terminal. */
const leave = '\x01x';

/** `npm start -- --arch aarch64` in a terminal, by keys from the menu to a shell of the live system. */
export const startByKeys: SoakCase['run'] = async (watch) => {
  const begun = performance.now();
  const run = `cd '${projectDirectory}' && exec node tools/run.mjs start --arch aarch64`;
  const screen = openPtyScreen('sh', ['-c', run], { columns: 80, rows: 24 });
  watch({
    get log() {
      return screen.output();
    },
  });
  try {
    const seat = ptySeat(screen);
    await seat.sees(/choose what to boot/, { timeoutMs });
    const menu = secondsSince(begun);
    await bootDemoByKeys(seat, { stepMs: timeoutMs, timeoutMs });
    await seat.sees(/login:/, { timeoutMs });
    const login = secondsSince(begun);
    await seat.press({ type: 'root' }, 'enter');
    await seat.sees(/Password:/, { timeoutMs });
    await seat.press({ type: liveAccount.password }, 'enter');
    await seat.sees(/root@\S*#/, { timeoutMs });
    await seat.press({ type: 'clear; uname -m; grep medium /proc/mounts' }, 'enter');
    const seen = await seat.sees(/iso9660 /, { timeoutMs });
    const fromPmem = /^aarch64\s+\/dev\/pmem0 \/run\/live\/medium iso9660 /m.test(seen);
    const left = await isLeft(screen);
    const cells = [
      `${fromPmem ? 'a shell, the medium on pmem' : 'NO MEDIUM ON PMEM'}${left ? '' : ', STILL RUNNING'}`,
      `menu ${menu} / ${login}`,
    ];
    return { ok: fromPmem && left, cells };
  } finally {
    if (!screen.exited()) screen.kill();
  }
};

function secondsSince(begun: number): string {
  return ((performance.now() - begun) / 1000).toFixed(0);
}

/** Presses QEMU's own keys, which end the command. */
async function isLeft(screen: PtyScreen): Promise<boolean> {
  screen.press(leave);
  for (let tries = 0; tries < 100 && !screen.exited(); tries += 1) await sleep(100);
  return screen.exited();
}
