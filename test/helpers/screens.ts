import type { Screen, ScreenKind } from '../../src/menu/model/screen.ts';
import { textField } from '../../src/menu/model/text-field.ts';

const field = textField('text');
const failure = { code: 'digest-wrong', stage: 'verify', message: 'It is wrong.' } as const;

/** One of each kind that can be above home. */
const screens: { readonly [K in Exclude<ScreenKind, 'home'>]: Extract<Screen, { kind: K }> } = {
  detail: { kind: 'detail', distroId: 'debian', cursor: 0 },
  url: { kind: 'url', field, draft: 'url' },
  inspecting: { kind: 'inspecting', query: 'debian' },
  entries: { kind: 'entries', cursor: 0 },
  cmdline: { kind: 'cmdline', entryId: 'live', field, draft: 'cmdline' },
  unverified: { kind: 'unverified', choice: { entry: 'live' }, reason: 'no key', field },
  progress: { kind: 'progress' },
  stop: { kind: 'stop' },
  failure: { kind: 'failure', failure, retry: undefined, offset: 0 },
  report: { kind: 'report', failure },
  log: { kind: 'log', fromEnd: 0 },
  network: { kind: 'network', cursor: 0 },
  wifi: { kind: 'wifi', interfaceName: 'wlan0', cursor: 0 },
  join: {
    kind: 'join',
    interfaceName: 'wlan0',
    network: undefined,
    fields: [{ name: 'ssid', field, draft: 'ssid' }],
    cursor: 0,
    revealed: false,
  },
  address: {
    kind: 'address',
    interfaceName: 'eth0',
    fields: [{ name: 'address', field, draft: 'address' }],
    cursor: 0,
  },
  keymap: { kind: 'keymap', cursor: 0 },
  language: { kind: 'language', cursor: 0 },
  remote: { kind: 'remote' },
  shell: { kind: 'shell' },
  leave: { kind: 'leave', how: 'reboot' },
  about: { kind: 'about', offset: 0 },
  help: { kind: 'help', about: 'home', offset: 0 },
};

export const screenKinds = Object.entries(screens);
