import { spawn } from 'node:child_process';
import { WebbootError } from '../../src/errors.ts';
import { createConsoleText } from './console-text.ts';
import { processorMs } from './processor-time.ts';
import { findAccelerator } from './qemu-accelerator.ts';
import { type QemuMachine, qemuCommand } from './qemu-arguments.ts';

/** Text that appeared on the console, and where. */
export interface ConsoleMatch {
  readonly text: string;
  readonly groups: readonly (string | undefined)[];
  /** Offsets into `QemuProcess.log`. */
  readonly start: number;
  readonly end: number;
}

export interface QemuProcess {
  /** What the serial line has said so far, without escape sequences and carriage returns. */
  readonly log: string;
  /** Seconds since the start. */
  readonly elapsed: number;
  /** Milliseconds of the host's processors that it has used: they hardly depend on the host's load. */
  readonly processorMs: number;
  /** Undefined while it runs. */
  readonly exitCode: number | null | undefined;
  /**
   * Waits until the console's text from `from` on matches, line complete or not (a prompt never
   * is). Rejects when time is up or QEMU ends first, with the end of the log in the message.
   */
  waitFor(
    pattern: RegExp,
    options: { timeoutMs: number; from?: number; signal?: AbortSignal },
  ): Promise<ConsoleMatch>;
  /** Called with each piece of the serial line's output as it came, escape sequences and all. */
  onOutput(listener: (chunk: string) => void): void;
  /** Types on the serial line. */
  send(keys: string): void;
  kill(): Promise<void>;
  readonly ended: Promise<void>;
}

const whenLate =
  'see above where the guest stands; where it was still at work, leave the host to it, or take one with KVM';
const whenEnded =
  "see above: QEMU's own complaint (is qemu-system installed, is there memory left?), or the guest's panic or restart";

/** Starts a guest with its serial line on a pipe. It dies with this process. */
export async function startQemu(guest: QemuMachine): Promise<QemuProcess> {
  const accelerator = await findAccelerator(guest);
  const [command, ...args] = qemuCommand(guest, { accelerator, serial: 'pipe' });
  const begun = performance.now();
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const text = createConsoleText();
  const listeners = new Set<(chunk: string) => void>();
  let exitCode: number | null | undefined;
  let complaint = '';

  const append = (chunk: string) => {
    text.append(chunk);
    for (const listener of [...listeners]) listener(chunk);
  };
  child.stdout.setEncoding('utf8').on('data', append);
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint += chunk;
  });
  // A guest that ends while keys are on their way to it is no error.
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve) => {
    const end = (code: number | null) => {
      exitCode = code;
      resolve();
    };
    child.once('close', end);
    child.once('error', (cause) => {
      complaint += cause.message;
      end(null);
    });
  });

  const fail = (pattern: RegExp, { reason, remedy }: { reason: string; remedy: string }) => {
    const end = [complaint.trim(), text.value.slice(-2000)].filter(Boolean).join('\n');
    return new WebbootError(
      'build-failed',
      `${reason} before the console showed ${pattern}. It ended with:\n${end}`,
      { subject: `qemu-system-${guest.arch}`, remedy },
    );
  };

  return {
    get log() {
      return text.value;
    },
    get elapsed() {
      return (performance.now() - begun) / 1000;
    },
    get processorMs() {
      return processorMs(child.pid);
    },
    get exitCode() {
      return exitCode;
    },
    ended,
    waitFor: async (pattern, { timeoutMs, from = 0, signal }) => {
      let onText = () => {};
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise<ConsoleMatch>((resolve, reject) => {
          onText = () => {
            const found = matchFrom(text.value, pattern, from);
            if (found !== undefined) resolve(found);
          };
          listeners.add(onText);
          const tooLate = { reason: `${timeoutMs / 1000} s passed`, remedy: whenLate };
          timer = setTimeout(() => reject(fail(pattern, tooLate)), timeoutMs);
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
          void ended.then(() => {
            onText();
            reject(fail(pattern, { reason: 'QEMU ended', remedy: whenEnded }));
          });
          onText();
        });
      } finally {
        clearTimeout(timer);
        listeners.delete(onText);
      }
    },
    onOutput: (listener) => {
      listeners.add(listener);
    },
    send: (keys) => {
      child.stdin.write(keys);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function matchFrom(log: string, pattern: RegExp, from: number): ConsoleMatch | undefined {
  const found = pattern.exec(log.slice(from));
  if (found === null) return undefined;
  const start = from + found.index;
  return { text: found[0], groups: found.slice(1), start, end: start + found[0].length };
}
