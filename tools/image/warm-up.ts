import { flushCompileCache } from 'node:module';
import { PassThrough, Writable } from 'node:stream';
import { assembleSession } from '../../src/app/assemble.ts';
import type { NetworkPanel } from '../../src/core/network/panel.ts';
import { keymaps } from '../../src/core/settings/keymaps.ts';
import { realMachine } from '../../src/linux/real-machine.ts';
import type { Console } from '../../src/tui/console/console.ts';

// Comes to the menu's first frame as the image does, on consoles and a network that are not there,
// and leaves V8's code cache of what that took. Touches nothing of the machine that it runs on.
await import('../../src/app/start-image.ts');

const nothing = async () => {};
const network: NetworkPanel = {
  snapshot: () => ({ interfaces: [], summary: 'looking for a network', wifi: {} }),
  subscribe: () => () => {},
  connect: nothing,
  disconnect: nothing,
  configure: nothing,
  scan: nothing,
  join: nothing,
  joinKept: nothing,
  keep: nothing,
  forget: nothing,
};

const consoleOf = (charset: Console['charset'], rows: number): Console => ({
  name: charset,
  stdin: new PassThrough(),
  stdout: Object.assign(new Writable({ write: (_chunk, _encoding, done) => done() }), {
    columns: 80,
    rows,
  }),
  charset,
  color: true,
  ui: 'screen',
  slow: charset === 'ascii',
});

const { startTui } = await import('../../src/tui/start-tui.ts');
await startTui({
  session: await assembleSession({
    machine: realMachine,
    transport: () => ({}),
    online: () => new Promise(() => {}),
  }),
  network,
  consoles: [consoleOf('cp437', 25), consoleOf('ascii', 24)],
  settings: {
    version: '',
    problems: [],
    keymaps,
    host: { arch: 'x86_64', ramBytes: 2 ** 33 },
    leave: ['reboot', 'power-off'],
  },
  actions: { shell: nothing, loadKeymap: nothing },
  onFirstFrame: () => {
    flushCompileCache();
    process.exit();
  },
});
