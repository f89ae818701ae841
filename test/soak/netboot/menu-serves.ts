import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { ensureDemo } from '../../../tools/demo/iso.ts';
import { demoKey } from '../../../tools/demo/key.ts';
import type { Publication } from '../../../tools/demo/publish.ts';
import { sentBy } from '../../helpers/netboot-room.ts';
import { openRoom, type Room } from '../../helpers/room.ts';
import { webbootIn } from '../../helpers/room-command.ts';
import { type Seat, serialSeat } from '../../helpers/seat.ts';
import type { SoakCase } from '../cases.ts';
import { startRoomMenu } from './room-menu.ts';

/** For each step of an emulated machine. */
const stepMs = 300_000;

/**
 * A machine at its menu serves what lies on its disk (`webboot.serve=auto`): another machine fetches the
 * demo, without a mirror and with nobody at the first one. Then `s` serves the demo from memory, and Enter
 * boots it from there.
 */
export function menuServesCase(name: string): SoakCase {
  return {
    name,
    async run(watch) {
      const publication = await ensureDemo(await demoKey());
      await using room = await openRoom();
      const drives = [{ file: await diskWith(room, publication), interface: 'virtio' }] as const;
      const cmdline = 'quiet webboot.serve=auto';
      await using menu = await startRoomMenu(room, publication, { cmdline, drives });
      const { machine } = menu;
      watch(machine);
      const seat = serialSeat(machine);
      const server = await untilServed(room);
      const seconds = Math.round(machine.elapsed);
      const fetched = join(room.folder, 'fetched.iso');
      const [fetch = '', ...words] = webbootIn(room, room.onRouter, [
        'fetch',
        '-o',
        fetched,
        'demo',
      ]);
      const { stdout } = await execa(fetch, words);
      const { image } = await sentBy(room, new URL(server).hostname);
      const url = await serveByKey(seat);
      const iso = await execa(room.onRouter[0] ?? '', [
        ...room.onRouter.slice(1),
        ...['sh', '-c', 'curl -sf "$1" | sha256sum', 'sh', `${url}iso/${publication.sha256}`],
      ]);
      await seat.sees(/101 MB sent/, { timeoutMs: stepMs });
      await bootFromMemory(seat);
      await machine.waitFor(/login: /, { timeoutMs: 2 * stepMs });
      const ok =
        image >= publication.bytes &&
        /[Ss]igned by webboot demo/.test(stdout) &&
        iso.stdout.startsWith(publication.sha256);
      return { ok, cells: ['none', 'kernel and initrd', `served after ${seconds}`, image] };
    },
  };
}

/** With the demo in the folder for images. */
async function diskWith({ folder }: Room, { directory, fileName }: Publication): Promise<string> {
  const tree = join(folder, 'disk');
  await mkdir(join(tree, 'Images'), { recursive: true });
  for (const name of [fileName, 'SHA256SUMS', 'SHA256SUMS.sign']) {
    await copyFile(join(directory, name), join(tree, 'Images', name));
  }
  const file = join(folder, 'disk.img');
  await execa('mke2fs', ['-q', '-t', 'ext4', '-d', tree, file, '200M']);
  return file;
}

/** The address at which a machine of the network offers the demo. */
async function untilServed(room: Room): Promise<string> {
  const [command = '', ...words] = webbootIn(room, room.onRouter, ['list', '--near', '--json']);
  const end = performance.now() + stepMs;
  for (;;) {
    const { stdout } = await execa(command, words);
    const offers = JSON.parse(stdout) as readonly { url: string; images: readonly unknown[] }[];
    const found = offers.find(({ images }) => images.length > 0);
    if (found !== undefined) return found.url;
    if (performance.now() > end) throw new Error(`nobody serves: ${stdout}`);
    await sleep(3_000);
  }
}

/** From home to the demo's screen of entries, and `s`. Returns the address that is shown. */
async function serveByKey(seat: Seat): Promise<string> {
  const limit = { timeoutMs: stepMs };
  await seat.sees(/choose what to boot/, limit);
  await seat.press({ type: 'demo' });
  await seat.sees(/Search: demo[\s\S]*> /, limit);
  await seat.press('enter');
  await seat.sees(/> \[OK\] +.*Live system/, limit);
  await seat.press({ type: 's' });
  const screen = await seat.sees(/Served at http:\/\/10\.77\.\d+\.\d+:\d+\//, limit);
  return /http:\/\/10\.77\.\d+\.\d+:\d+\//.exec(screen)?.[0] ?? '';
}

/** Ends the serving, and boots from the entries what is in memory by now. */
async function bootFromMemory(seat: Seat): Promise<void> {
  const limit = { timeoutMs: stepMs };
  await seat.press({ type: 'x' });
  await seat.sees(/stop serving\?/, limit);
  await seat.press('enter');
  const screen = await seat.sees(/not served any more/, limit);
  if (!/> \[OK\]/.test(screen)) await seat.press('escape');
  await seat.sees(/already in memory/, limit);
  await seat.sees(/> \[OK\] +.*Live system/, limit);
  await seat.press('enter');
  await seat.sees(/Verified\. Signed by/, limit);
}
