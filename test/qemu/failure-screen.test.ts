import { afterEach, expect, it } from 'vitest';
import type { QemuProcess } from '../../tools/qemu/qemu.ts';
import { type DemoMachine, startDemo } from '../helpers/demo.ts';

const limit = { timeoutMs: 120_000 };
const keys = { f8: '\u001b[19~' } as const;

let demo: DemoMachine | undefined;

afterEach(async () => {
  await demo?.close();
  demo = undefined;
});

it('a menu that is killed leaves a screen with the reason, a shell, another try and a restart', async () => {
  demo = await startDemo();
  const { machine } = demo;
  let from = await sees(machine, /choose what to boot/, 0);
  from = await killMenu(machine, from);

  machine.send('r\r');
  from = await sees(machine, /choose what to boot/, from);
  from = await killMenu(machine, from);
  machine.send('s\r');
  from = await sees(machine, /# /, from);
  machine.send("echo she''ll of $PPID; exit\r");
  from = await sees(machine, /^shell of 1$/m, from);
  from = await sees(machine, /choose what to boot/, from);
  from = await killMenu(machine, from);
  machine.send('b\r');
  await machine.ended;
  expect(machine.log.slice(from)).not.toContain('Kernel panic');
});

it('a menu that is killed says so in the language of the menu', async () => {
  demo = await startDemo({ cmdline: 'webboot.lang=de' });
  const { machine } = demo;
  let from = await sees(machine, /Suche:/, 0);
  machine.send(keys.f8);
  from = await sees(machine, /exit fuehrt zum Menue/, from);
  machine.send('\r');
  from = await sees(machine, /# /, from);
  machine.send('kill -9 $(pidof node)\r');
  from = await sees(machine, /Das Menue wurde durch das Signal 9 beendet\./, from);
  await sees(machine, /\[r\] noch einmal {3}\[s\] Shell/, from);
});

/** By its own rescue shell; from where the failure screen ends. */
async function killMenu(machine: QemuProcess, begin: number): Promise<number> {
  machine.send(keys.f8);
  let from = await sees(machine, /Type exit to return/, begin);
  machine.send('\r');
  from = await sees(machine, /# /, from);
  machine.send('kill -9 $(pidof node)\r');
  from = await sees(machine, /webboot stopped: the menu was killed by signal 9\./, from);
  from = await sees(machine, /The last lines of its log:/, from);
  return sees(machine, /\[r\]etry {3}\[s\]hell/, from);
}

async function sees(machine: QemuProcess, pattern: RegExp, from: number): Promise<number> {
  return (await machine.waitFor(pattern, { ...limit, from })).end;
}
