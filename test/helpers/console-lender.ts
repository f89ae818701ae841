import { readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openConsoles, runShell } from '../../src/linux/consoles.ts';

// Reads keys from its own terminal, lends that to a shell a moment later, and reads from it again.
const [console] = openConsoles([readlinkSync('/proc/self/fd/0')]);
if (console === undefined) throw new Error('no terminal');
const { stdin, stdout, name } = console;
stdin.on('data', (bytes) => stdout.write(`the menu got ${JSON.stringify(String(bytes))}\n`));
await sleep(200);
stdin.pause();
stdout.write('paused\n');
await sleep(1000);
await runShell(name);
stdin.resume();
stdout.write('back\n');
await sleep(5000);
process.exit();
