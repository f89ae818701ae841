import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** QEMU's monitor, by QMP (docs/interop/qmp-spec.rst): to be named when QEMU is started. */
export interface QemuMonitor {
  /** QEMU's arguments. */
  readonly arguments: readonly string[];
  /** Runs one command of the human monitor ("sendkey a"); returns what it prints. */
  run(command: string): Promise<string>;
  close(): Promise<void>;
}

/** The socket appears some time after QEMU's start. */
const connectMs = 10_000;

export async function createQemuMonitor(): Promise<QemuMonitor> {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-monitor-'));
  const path = join(folder, 'qmp');
  let session: Promise<QmpSession> | undefined;
  return {
    arguments: ['-qmp', `unix:${path},server=on,wait=off`],
    async run(command) {
      session ??= openSession(path);
      const text = await (await session).execute('human-monitor-command', {
        'command-line': command,
      });
      return String(text);
    },
    async close() {
      (await session?.catch(() => undefined))?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface QmpSession {
  execute(name: string, options?: Readonly<Record<string, string>>): Promise<unknown>;
  close(): void;
}

interface QmpReply {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

async function openSession(path: string): Promise<QmpSession> {
  const socket = await dial(path);
  const waiting: ((reply: QmpReply) => void)[] = [];
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => {
    const reply = JSON.parse(line) as QmpReply;
    // The greeting and events have neither.
    if ('return' in reply || 'error' in reply) waiting.shift()?.(reply);
  });
  // It passes on the socket's, such as that of a QEMU that was killed.
  lines.on('error', () => {});
  // Commands on their way when QEMU ends are no error of theirs.
  socket.on('close', () => {
    for (const settle of waiting.splice(0)) settle({ return: '' });
  });
  const execute: QmpSession['execute'] = async (name, options) => {
    if (socket.destroyed) return '';
    const { promise, resolve } = Promise.withResolvers<QmpReply>();
    waiting.push(resolve);
    socket.write(`${JSON.stringify({ execute: name, arguments: options })}\n`);
    const reply = await promise;
    if (reply.error !== undefined) throw new Error(`QEMU's monitor: ${reply.error.desc}`);
    return reply.return;
  };
  await execute('qmp_capabilities');
  return { execute, close: () => socket.destroy() };
}

async function dial(path: string): Promise<Socket> {
  const deadline = performance.now() + connectMs;
  for (;;) {
    try {
      return await new Promise((resolve, reject) => {
        const socket = connect(path, () => {
          socket.off('error', reject).on('error', () => {});
          resolve(socket);
        });
        socket.once('error', reject);
      });
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
