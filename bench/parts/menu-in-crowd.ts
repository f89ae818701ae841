import { open, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../../src/boot/session/session.ts';
import type { BootEvent } from '../../src/core/plan/boot-event.ts';
import { openPeerListener } from '../../src/swarm/peer-listener.ts';
import { createSwarm } from '../../src/swarm/swarm.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeNetwork } from '../../test/helpers/fake-network.ts';
import { createFakeSession } from '../../test/helpers/fake-session.ts';
import { type CrowdOptions, crowdForm } from './crowd-form.ts';
import { startLoopMeter } from './loop-meter.ts';

/** What the bench asks of this program, as JSON in its first argument. */
export interface MenuInCrowdOptions extends CrowdOptions {
  /** Of the other machines; without any, the menu only shows a download. */
  readonly ports: readonly number[];
  /** A sparse file of the image's size. */
  readonly sink: string;
  /** For the figures, as JSON. */
  readonly figures: string;
}

const options: MenuInCrowdOptions = JSON.parse(process.argv[2] ?? '{}');
const { size, ports, sink } = options;
const progressMs = 250;
/** What is written goes round in these bytes: all of the image is zeros. */
const keptBytes = 64 * 2 ** 20;
const chunk = Buffer.alloc(64 * 1024);
/** For each chunk: 13 MB a second. */
const originMs = 5;

/** How far the download has come: bytes, and those of them that came from other machines. */
interface Tally {
  bytes: number;
  near: number;
}

/** A boot of the menu whose download is one of this swarm, with the events that it would send. */
async function* download(): AsyncGenerator<BootEvent> {
  const read = startLoopMeter();
  const tally: Tally = { bytes: 0, near: 0 };
  const end = (ports.length === 0 ? pretend(tally) : takePart(tally)).then(() => 'over' as const);
  yield { type: 'stage', stage: 'acquire', state: 'begin' };
  for (let over = false; !over; ) {
    const pause = sleep(progressMs, 'soon' as const);
    over = (await Promise.race([end, pause])) === 'over';
    const { bytes } = tally;
    const near = { bytes: tally.near, machines: ports.length, mirrors: ['cdimage.example.org'] };
    const bytesPerSecond = 100_000_000;
    yield { type: 'progress', stage: 'acquire', bytes, total: size, bytesPerSecond, near };
  }
  await writeFile(options.figures, JSON.stringify(read()));
  process.exit(0);
}

async function takePart(tally: Tally): Promise<void> {
  const file = await open(sink, 'r+');
  const listener = await openPeerListener({ reaches: () => true });
  const swarm = createSwarm({
    listener,
    form: async () => crowdForm(options),
    meet({ onFound }) {
      for (const port of ports) onFound({ address: '127.0.0.1', port });
    },
  });
  await swarm.fetch({
    size,
    sink,
    put: async (offset, part) => {
      await file.write(part, 0, part.length, offset % keptBytes);
      tally.bytes += part.length;
    },
    origin: {
      async read(start, finish, { onBytes }) {
        for (let at = start; at < finish; at += chunk.length) {
          await sleep(originMs);
          await onBytes(chunk.subarray(0, Math.min(chunk.length, finish - at)));
        }
      },
      sample: async (start, finish) => Buffer.alloc(finish - start),
    },
    outageMs: 60_000,
    signal: new AbortController().signal,
    onNote: () => {},
    onDropped(machine, reason) {
      throw new Error(`${machine} was dropped: ${reason}`);
    },
    onReceivedFrom(_, count) {
      tally.near += count;
    },
  });
  await swarm.leave();
  listener.close();
  await file.close();
}

/** The menu's own part: the same progress, and nothing behind it. */
async function pretend(tally: Tally): Promise<void> {
  for (let part = 1; part <= 40; part += 1) {
    await sleep(progressMs);
    tally.bytes = (size * part) / 40;
  }
}

const session: Session = { ...createFakeSession(), execute: download };
await startTui({
  session,
  consoles: [
    {
      name: 'terminal',
      stdin: process.stdin,
      stdout: process.stdout,
      charset: 'ascii',
      color: true,
      ui: 'screen',
      slow: false,
    },
  ],
  settings: {
    version: '0.1.0',
    host: { arch: 'x86_64', ramBytes: 7_900_000_000 },
    recent: [],
    countdown: { secondsLeft: 1, query: 'debian/standard', entry: undefined },
    leave: ['quit'],
    about: [],
  },
  actions: {},
  network: createFakeNetwork(),
});
