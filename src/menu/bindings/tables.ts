import type { Binding } from '../model/binding.ts';
import type { ScreenKind } from '../model/screen.ts';
import { addressBindings } from './address.ts';
import {
  failureBindings,
  inspectingBindings,
  progressBindings,
  reportBindings,
  stopBindings,
} from './booting.ts';
import {
  cmdlineBindings,
  detailBindings,
  entriesBindings,
  unverifiedBindings,
  urlBindings,
} from './choosing.ts';
import { homeBindings } from './home.ts';
import { joinBindings } from './join.ts';
import { networkBindings, wifiBindings } from './network.ts';
import {
  aboutBindings,
  helpBindings,
  keymapBindings,
  languageBindings,
  leaveBindings,
  logBindings,
  shellBindings,
} from './reading.ts';
import { remoteBindings } from './remote.ts';

/** Each screen's own keys. */
export const bindingTables: { readonly [K in ScreenKind]: readonly Binding<K>[] } = {
  home: homeBindings,
  detail: detailBindings,
  url: urlBindings,
  inspecting: inspectingBindings,
  entries: entriesBindings,
  cmdline: cmdlineBindings,
  unverified: unverifiedBindings,
  progress: progressBindings,
  stop: stopBindings,
  failure: failureBindings,
  report: reportBindings,
  log: logBindings,
  network: networkBindings,
  wifi: wifiBindings,
  join: joinBindings,
  address: addressBindings,
  keymap: keymapBindings,
  language: languageBindings,
  remote: remoteBindings,
  shell: shellBindings,
  leave: leaveBindings,
  about: aboutBindings,
  help: helpBindings,
};
