import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** A client outside of the machine that sends and receives numbers all the time. */
export interface CountingClient {
  /** How the connection ended; undefined while it is open. */
  readonly ended: string | undefined;
  /** Numbers that were missing, in either direction. */
  readonly lost: readonly string[];
  readonly received: number;
  /** How many of the sent numbers the service has said that it received. */
  readonly acknowledged: number;
  readonly longestGapMs: number;
  close(): void;
}

/** Connects to the guest's counter on a port of this host. */
export async function startCountingClient(port: number): Promise<CountingClient> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  let ended: string | undefined;
  const lost: string[] = [];
  let received = 0;
  let acknowledged = 0;
  let longestGapMs = 0;
  let sent = 0;
  let last = performance.now();
  const sending = setInterval(() => {
    sent += 1;
    socket.write(`${sent}\n`);
  }, 500);
  createInterface(socket).on('line', (line) => {
    longestGapMs = Math.max(longestGapMs, performance.now() - last);
    last = performance.now();
    const [said, heard] = line.split(' ');
    received += 1;
    if (Number(said) !== received) {
      lost.push(line);
      received = Number(said);
    }
    acknowledged = Number(heard);
  });
  const end = (how: string) => {
    ended ??= how;
    clearInterval(sending);
  };
  socket.on('error', (error) => end(error.message)).on('close', () => end('closed'));
  return {
    get ended() {
      return ended;
    },
    lost,
    get received() {
      return received;
    },
    get acknowledged() {
      return acknowledged;
    },
    get longestGapMs() {
      return longestGapMs;
    },
    close: () => socket.destroy(),
  };
}
