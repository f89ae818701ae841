import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { PtyScreen } from '../helpers/pty-screen.ts';
import { bundleTuiProgram } from '../helpers/tui-bundle.ts';
import { keys, openTuiTerminal } from '../helpers/tui-terminal.ts';

/** Rounds before the memory is first read: the code of every screen is loaded and warm then. */
const warmUpRounds = 20;
/** More than the garbage collector leaves about between two readings. */
const growthLimitKb = 8_000;
/** `CLK_TCK` of Linux on every architecture that Node runs on. */
const ticksPerSecond = 100;

/**
 * `[--minutes N]`: uses every screen again and again, with a rest of a minute after every ten
 * rounds; an hour without the option. Fails when memory grows, or when a rest takes more than a
 * hundredth of a core. Returns the exit status.
 */
export async function soakMenu(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { minutes: { type: 'string', default: '60' } },
  });
  const program = await bundleTuiProgram();
  const menu = openTuiTerminal(program, { session: { ticks: 20, tickMs: 20, failAt: 'verify' } });
  const end = Date.now() + Number(values.minutes) * 60_000;
  try {
    await menu.until('Search:');
    for (let round = 0; round < warmUpRounds; round += 1) await visitScreens(menu);
    const before = await memoryKb(menu.pid);
    let busiest = 0;
    for (let round = 1; Date.now() < end; round += 1) {
      await visitScreens(menu);
      if (round % 10 === 0) busiest = Math.max(busiest, await restingShare(menu.pid));
    }
    const after = await memoryKb(menu.pid);
    console.log(`memory of its own: ${before} kB after the warm-up, ${after} kB at the end`);
    console.log(`processor at rest: ${(busiest * 100).toFixed(2)} % of a core at most`);
    return after - before < growthLimitKb && busiest <= 0.01 ? 0 : 1;
  } finally {
    menu.kill();
  }
}

/** From home over a failed boot, the log, the help and the network, back home. */
async function visitScreens(menu: PtyScreen): Promise<void> {
  menu.press('deb', keys.enter, keys.enter);
  await menu.until('[OK] Live system');
  menu.press(keys.enter);
  await menu.until('digest-wrong');
  menu.press('q', keys.ctrlC, 'l', keys.f1);
  await menu.until('webboot: keys');
  menu.press(keys.f3, keys.end, keys.enter);
  await menu.until('Wi-Fi on wlan0');
  menu.press(keys.ctrlC.repeat(10));
  await menu.until('webboot: choose what to boot');
}

/** RssAnon of proc_pid_status(5): what the process has of its own. */
async function memoryKb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN);
}

/** The share of a core that a minute without keys takes. */
async function restingShare(pid: number): Promise<number> {
  await sleep(2000);
  const before = await cpuTicks(pid);
  const started = performance.now();
  await sleep(60_000);
  const seconds = (performance.now() - started) / 1000;
  return ((await cpuTicks(pid)) - before) / ticksPerSecond / seconds;
}

/** utime and stime of proc_pid_stat(5), fields 14 and 15; the name before them may have spaces. */
async function cpuTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
