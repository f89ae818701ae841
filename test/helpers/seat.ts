import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import headless from '@xterm/headless';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';
import type { PtyScreen } from './pty-screen.ts';
import type { QemuMonitor } from './qemu-monitor.ts';

/** A person's place at a guest: what can be read there, and keys. */
export interface Seat {
  /** Types the text, and presses the keys that are named. */
  press(...keys: readonly SeatKey[]): Promise<void>;
  /** Resolves to what is to be read once that matches; rejects with it when time is up. */
  sees(pattern: RegExp, options?: { readonly timeoutMs?: number }): Promise<string>;
}

type SeatKey = { readonly type: string } | 'enter' | 'escape' | 'down' | 'end';

const defaultTimeoutMs = 120_000;
const pollMs = 250;

async function waitUntil(
  read: () => Promise<string>,
  pattern: RegExp,
  timeoutMs = defaultTimeoutMs,
): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const text = await read();
    if (pattern.test(text)) return text;
    if (performance.now() > deadline) {
      throw new Error(`${timeoutMs / 1000} s passed without ${pattern}:\n${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

const sequences = { enter: '\r', escape: '\x1b', down: '\x1b[B', end: '\x1b[F' } as const;

function typed(keys: readonly SeatKey[]): string {
  return keys.map((key) => (typeof key === 'string' ? sequences[key] : key.type)).join('');
}

/** At a program in a terminal of this host. */
export function ptySeat(screen: PtyScreen): Seat {
  return {
    press: async (...keys) => screen.press(typed(keys)),
    sees: (pattern, { timeoutMs } = {}) =>
      waitUntil(async () => screen.frame(), pattern, timeoutMs),
  };
}

/** At a terminal of 80 by 24 on the serial line. Only what is still on its screen can be read. */
export function serialSeat(machine: QemuProcess): Seat {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  machine.onOutput((chunk) => terminal.write(chunk));
  const read = async () => {
    const { active } = terminal.buffer;
    return Array.from({ length: terminal.rows }, (_, row) =>
      active.getLine(active.viewportY + row)?.translateToString(true),
    ).join('\n');
  };
  return {
    press: async (...keys) => machine.send(typed(keys)),
    sees: (pattern, { timeoutMs } = {}) => waitUntil(read, pattern, timeoutMs),
  };
}

const keyNames = { enter: 'ret', escape: 'esc', down: 'down', end: 'end' } as const;

/** As QEMU's `sendkey` calls the keys of a US keyboard. */
function keyOf(character: string): string {
  const named: Readonly<Record<string, string>> = {
    ' ': 'spc',
    '-': 'minus',
    '.': 'dot',
    '/': 'slash',
    ';': 'semicolon',
    '>': 'shift-dot',
    '?': 'shift-slash',
  };
  return named[character] ?? character;
}

const vgaMemory = { start: 0xb8000, bytes: 0x8000, columns: 80 } as const;

/**
 * At the screen, with a keyboard. A VGA in text mode is read from its own memory, all of it: what
 * scrolled out of sight not long ago is found as well.
 */
export function screenSeat(monitor: QemuMonitor, { folder }: { readonly folder: string }): Seat {
  const dump = join(folder, 'vga');
  const read = async () => {
    // Without the quotes the path's first slash would divide.
    await monitor.run(`pmemsave ${vgaMemory.start} ${vgaMemory.bytes} "${dump}"`);
    return textOf(await readFile(dump));
  };
  return {
    async press(...keys) {
      for (const key of keys) {
        const names = typeof key === 'string' ? [keyNames[key]] : [...key.type].map(keyOf);
        for (const name of names) await monitor.run(`sendkey ${name} 20`);
      }
    },
    sees: (pattern, { timeoutMs } = {}) => waitUntil(read, pattern, timeoutMs),
  };
}

/** Every other byte is a character of code page 437, the ones between are colours. */
function textOf(memory: Uint8Array): string {
  const characters = memory.filter((_, index) => index % 2 === 0);
  const text = Buffer.from(characters).toString('latin1').replaceAll('\0', ' ');
  const rows = Math.floor(text.length / vgaMemory.columns);
  return Array.from({ length: rows }, (_, row) =>
    text.slice(row * vgaMemory.columns, (row + 1) * vgaMemory.columns).trimEnd(),
  ).join('\n');
}
