import { execPath } from 'node:process';
import type { Console } from '../../src/tui/console/console.ts';
import { startTui } from '../../src/tui/start-tui.ts';
import { createFakeNetwork } from './fake-network.ts';
import { createFakeSession, type FakeSessionOptions } from './fake-session.ts';

/** What a test asks of the program, as JSON in its first argument. */
export interface TuiProgramOptions {
  readonly session?: FakeSessionOptions;
  readonly charset?: Console['charset'];
  readonly color?: boolean;
  readonly ui?: Console['ui'];
  readonly slow?: boolean;
  readonly countdownSeconds?: number;
  readonly recent?: readonly string[];
}

const options: TuiProgramOptions = JSON.parse(process.argv[2] ?? '{}');

const { how } = await startTui({
  session: createFakeSession(options.session),
  consoles: [
    {
      name: 'terminal',
      stdin: process.stdin,
      stdout: process.stdout,
      charset: options.charset ?? 'ascii',
      color: options.color ?? true,
      ui: options.ui ?? 'screen',
      slow: options.slow ?? false,
    },
  ],
  settings: {
    version: '0.1.0',
    host: { arch: 'x86_64', ramBytes: 7_900_000_000 },
    recent: options.recent ?? [],
    leave: ['quit'],
    about: [{ title: 'This program', lines: ['webboot 0.1.0', 'Node 24.21.0', 'Linux 6.12.48'] }],
    ...(options.countdownSeconds === undefined
      ? {}
      : {
          countdown: {
            secondsLeft: options.countdownSeconds,
            query: 'debian/standard',
            entry: undefined,
          },
        }),
  },
  actions: {
    // A stand-in that ends by itself: the real one belongs to the machine.
    shell: async () => {
      process.stdout.write('fake shell\r\n');
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
  },
  network: createFakeNetwork(),
  onFirstFrame: () => {
    if (process.env.WEBBOOT_TEST_TIMES) process.stderr.write(`${performance.now()} ${execPath}\n`);
  },
});
process.stdout.write(`left: ${how}\r\n`);
process.exit(0);
