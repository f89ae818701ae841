import type { Setup } from '../menu/model/state.ts';
import type { TuiOptions } from './tui-options.ts';

/** What the menu is told of the machine, and of what can be done there. */
export function setupOf({
  session,
  settings,
  actions,
  network,
  remote,
  speech,
}: TuiOptions): Setup {
  return {
    distros: session.distros,
    host: settings.host,
    recent: settings.recent ?? [],
    cached: settings.cached ?? [],
    handsOn: settings.handsOn === true,
    injects: [],
    injectsAlways: settings.injectsAlways === true,
    servesOn: settings.servesOn === true,
    keymaps: actions.loadKeymap ? (settings.keymaps ?? []) : [],
    about: settings.about ?? [],
    version: settings.version,
    can: {
      network: network !== undefined,
      shell: actions.shell !== undefined,
      saveLog: actions.saveLog !== undefined,
      remote: remote !== undefined,
      serve: settings.serves === true,
      speech: speech !== undefined,
      quit: settings.leave.includes('quit'),
      reboot: settings.leave.includes('reboot'),
      powerOff: settings.leave.includes('power-off'),
    },
  };
}
