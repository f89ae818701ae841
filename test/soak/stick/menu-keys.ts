import { setTimeout as sleep } from 'node:timers/promises';
import { WebbootError } from '../../../src/errors.ts';
import type { ConsoleMatch, QemuProcess } from '../../../tools/qemu/qemu.ts';

export const menuText = /choose what to boot/;

// Ctrl-C goes back as Esc does, which begins other keys' sequences.
const keys = {
  redraw: '\f',
  enter: '\r',
  up: '\u001b[A',
  back: '\u0003',
  f8: '\u001b[19~',
} as const;
const betweenLooksMs = 6_000;

/** Presses keys of the menu on the serial line, and reads what it shows. */
export interface MenuKeys {
  press(key: keyof typeof keys): void;
  type(text: string): void;
  /** Waits until the screen shows it; drawn anew for each look, as only changes are drawn otherwise. */
  sees(pattern: RegExp, options?: { timeoutMs?: number }): Promise<ConsoleMatch>;
  /** Waits until the home screen is without it. */
  misses(pattern: RegExp): Promise<void>;
  /** What a command prints in the rescue shell. */
  run(command: string): Promise<string>;
}

export function openMenuKeys(machine: QemuProcess): MenuKeys {
  const press = (key: keyof typeof keys) => machine.send(keys[key]);
  const sees: MenuKeys['sees'] = async (pattern, { timeoutMs = 240_000 } = {}) => {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const from = machine.log.length;
      press('redraw');
      try {
        return await machine.waitFor(pattern, { timeoutMs: betweenLooksMs, from });
      } catch (error) {
        const over = Date.now() > end || machine.exitCode !== undefined;
        if (over || !(error instanceof WebbootError)) throw error;
      }
    }
  };
  return {
    press,
    type: (text) => machine.send(text),
    sees,
    async misses(pattern) {
      for (let looks = 0; looks < 40; looks += 1) {
        const from = machine.log.length;
        await sees(/Type to search/);
        if (!pattern.test(machine.log.slice(from))) return;
        await sleep(1_000);
      }
      throw new Error(`the menu goes on to show ${pattern}`);
    },
    async run(command) {
      press('f8');
      await sees(/Type exit to return/);
      const from = machine.log.length;
      press('enter');
      const limit = { timeoutMs: 240_000 };
      const shell = await machine.waitFor(/# /, { ...limit, from });
      // The echo of the command has the quotes, its output has not.
      machine.send(`${command}; echo do'n'e\r`);
      const done = await machine.waitFor(/^done$/m, { ...limit, from: shell.end });
      machine.send('exit\r');
      // The shell is gone a moment later; what is typed before is its own.
      await sleep(2_000);
      await sees(/Type exit to return/);
      press('back');
      await sees(menuText);
      return machine.log.slice(shell.end, done.start);
    },
  };
}
