import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { ensureDemo } from '../../../tools/demo/iso.ts';
import { demoKey } from '../../../tools/demo/key.ts';
import type { QemuProcess } from '../../../tools/qemu/qemu.ts';
import { demoBoot, startServing } from '../../helpers/netboot-room.ts';
import { openRoom, type Room } from '../../helpers/room.ts';
import { webbootIn } from '../../helpers/room-command.ts';
import { serialSeat } from '../../helpers/seat.ts';
import { bootDemoByKeys } from '../../helpers/walk.ts';
import type { SoakCase } from '../cases.ts';
import { startRoomMenu } from './room-menu.ts';

/** For each step of an emulated machine. */
const stepMs = 300_000;
const slowMbit = 4;
const fastMbit = 1_000;
const waits = /Passing it on to 1 machine, (\d+) s at most\. Press any key to start now\./;

interface Lingering {
  readonly machine: QemuProcess;
  readonly room: Room;
  /** Another machine that fetches the same image slowly; resolves to its exit status. */
  readonly other: Promise<number | undefined>;
}

/** A boot waits for a machine that still takes the image, and a key ends that. */
export const lingerKeyCase = (name: string): SoakCase =>
  lingerCase(name, {
    cmdline: 'quiet webboot.peers=lan',
    async run({ machine, room, other }) {
      const seat = serialSeat(machine);
      await bootDemoByKeys(seat, { stepMs, timeoutMs: stepMs });
      const screen = await seat.sees(waits, { timeoutMs: stepMs });
      const left = Number(waits.exec(screen)?.[1]);
      await sleep(3_000);
      await seat.press({ type: ' ' });
      const pressed = machine.elapsed;
      await machine.waitFor(/Linux version/, { timeoutMs: stepMs });
      const seconds = Math.round(machine.elapsed - pressed);
      await room.slowRouter(fastMbit);
      // Without the key it would have gone on for the time that was left.
      return {
        ok: seconds < left - 3 && (await other) === 0,
        said: `${left} s left, started ${seconds} s after a key`,
      };
    },
  });

/** A boot without a person gives until the other machine has everything. */
export const lingerDoneCase = (name: string): SoakCase =>
  lingerCase(name, {
    cmdline: `${demoBoot} webboot.peers=lan`,
    async run({ machine, room, other }) {
      await machine.waitFor(/"type":"lingering","machines":1/, { timeoutMs: 2 * stepMs });
      await room.slowRouter(fastMbit);
      const status = await other;
      const before = machine.log;
      await machine.waitFor(/login: /, { timeoutMs: 2 * stepMs });
      const all = [...machine.log.matchAll(/"type":"lingering","machines":1,"secondsLeft":(\d+)/g)];
      const least = Math.min(...all.map(([, left]) => Number(left)));
      return {
        ok: status === 0 && least > 1 && !/login: /.test(before),
        said: `the other was done with ${least} s left`,
      };
    },
  });

function lingerCase(
  name: string,
  {
    cmdline,
    run,
  }: {
    readonly cmdline: string;
    readonly run: (
      lingering: Lingering,
    ) => Promise<{ readonly ok: boolean; readonly said: string }>;
  },
): SoakCase {
  return {
    name,
    async run(watch) {
      const publication = await ensureDemo(await demoKey());
      await using room = await openRoom();
      await using _serving = await startServing(room, { answering: false });
      await room.slowRouter(slowMbit);
      await using menu = await startRoomMenu(room, publication, { cmdline });
      watch(menu.machine);
      const output = join(room.folder, 'other.iso');
      const words = ['fetch', '--peers', 'lan', '-o', output, 'demo'];
      const [fetch = '', ...rest] = webbootIn(room, room.onRouter, words);
      const ends = new AbortController();
      const other = execa(fetch, rest, { reject: false, cancelSignal: ends.signal });
      try {
        const { ok, said } = await run({
          machine: menu.machine,
          room,
          other: other.then(({ exitCode }) => exitCode),
        });
        return { ok, cells: ['none', 'kernel and initrd', said, ''] };
      } finally {
        ends.abort();
        await other;
      }
    },
  };
}
