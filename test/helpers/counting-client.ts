import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { between, type Moment } from './moment.ts';

/** A client outside of the machine that sends and receives numbers all the time. */
export interface CountingClient {
  /** How the connection ended; undefined while it is open. */
  readonly ended: string | undefined;
  readonly closed: Promise<void>;
  /** Numbers that were missing, in either direction. */
  readonly lost: readonly string[];
  readonly received: number;
  /** How many of the sent numbers the service has said that it received. */
  readonly acknowledged: number;
  /** When the last number came. */
  readonly heard: Moment;
  readonly longestSilence: Moment;
  close(): void;
}

/** Connects to the guest's counter on a port of this host. */
export async function startCountingClient(
  port: number,
  now: () => Moment,
): Promise<CountingClient> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  let ended: string | undefined;
  const lost: string[] = [];
  let received = 0;
  let acknowledged = 0;
  let sent = 0;
  let heard = now();
  let longestSilence: Moment = { ms: 0, processorMs: 0 };
  const sending = setInterval(() => {
    sent += 1;
    socket.write(`${sent}\n`);
  }, 500);
  createInterface(socket).on('line', (line) => {
    const silence = between(heard, now());
    if (silence.ms > longestSilence.ms) longestSilence = silence;
    heard = now();
    const [said, took] = line.split(' ');
    received += 1;
    if (Number(said) !== received) {
      lost.push(line);
      received = Number(said);
    }
    acknowledged = Number(took);
  });
  const end = (how: string) => {
    ended ??= how;
    clearInterval(sending);
  };
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.on('error', (error) => end(error.message)).on('close', () => end('closed'));
  return {
    get ended() {
      return ended;
    },
    closed,
    lost,
    get received() {
      return received;
    },
    get acknowledged() {
      return acknowledged;
    },
    get heard() {
      return heard;
    },
    get longestSilence() {
      return longestSilence;
    },
    close: () => socket.destroy(),
  };
}

/** Connects again and again until the counter says something. */
export async function untilCounterAnswers(port: number): Promise<void> {
  while (!(await saysSomething(port))) await new Promise((resolve) => setTimeout(resolve, 200));
}

/** QEMU accepts a connection at once, and ends it later if the guest does not. */
function saysSomething(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1').setTimeout(3000);
  return new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true));
    for (const event of ['error', 'close', 'timeout']) socket.once(event, () => resolve(false));
  }).finally(() => socket.destroy());
}
