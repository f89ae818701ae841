import { describeFailure } from '../../boot/run/failure.ts';
import { type LanguageCode, languageOf } from '../../core/languages/languages.ts';
import type { NetworkPanel } from '../../core/network/panel.ts';
import type { TuiActions } from '../menu-actions.ts';
import type { MenuConsole } from '../menu-console.ts';
import type { Action, Effect } from '../model/action.ts';
import type { RemotePanel } from '../model/remote.ts';
import type { LeaveHow } from '../model/screen.ts';
import type { RunEffect } from '../store.ts';
import { problemText } from '../text/problem-text.ts';
import type { SessionEffects } from './session-effects.ts';

export interface EffectPorts {
  readonly session: SessionEffects;
  readonly actions: TuiActions;
  readonly network: NetworkPanel | undefined;
  readonly remote: () => RemotePanel | undefined;
  readonly consoles: () => readonly MenuConsole[];
  readonly setSpeech: (on: boolean) => Promise<void>;
  readonly leave: (how: LeaveHow) => void;
}

type Dispatch = (action: Action) => void;

/** Does what the reducer asked for: the only place of the menu with side effects. */
export function createRunEffect(ports: EffectPorts): RunEffect {
  const { session, network } = ports;
  return (effect: Effect, dispatch: Dispatch) => {
    const attempt = (work: Promise<unknown> | undefined) => reportFailure(work, dispatch);
    switch (effect.op) {
      case 'inspect':
        return session.inspect(effect, dispatch);
      case 'stop-inspecting':
        return session.stopInspecting();
      case 'boot':
        return session.boot(effect, dispatch);
      case 'stop-boot':
        return session.stopBoot();
      case 'hurry-boot':
        return session.hurryBoot();
      case 'connect':
        return attempt(network?.connect(effect.interfaceName));
      case 'disconnect':
        return attempt(network?.disconnect(effect.interfaceName));
      case 'configure':
        return attempt(network?.configure(effect.interfaceName, effect.settings));
      case 'scan':
        return attempt(network?.scan(effect.interfaceName));
      case 'join':
        return attempt(network?.join(effect.interfaceName, effect.credentials));
      case 'join-kept':
        return attempt(network?.joinKept(effect.interfaceName, effect.ssid));
      case 'keep-network':
        return attempt(network?.keep(effect.interfaceName));
      case 'forget-network':
        return attempt(network?.forget(effect.ssid));
      case 'shell':
        return attempt(runShell(effect, ports, dispatch));
      case 'save-log':
        return attempt(saveLog(effect, ports, dispatch));
      case 'load-language':
        return attempt(loadLanguage(effect.code, ports.actions, dispatch));
      case 'load-keymap':
        return attempt(loadKeymap(effect.name, ports.actions));
      case 'set-speech':
        return attempt(ports.setSpeech(effect.on));
      case 'start-remote':
        return attempt(ports.remote()?.start({ encrypted: effect.encrypted }));
      case 'stop-remote':
        return attempt(ports.remote()?.stop());
      case 'redraw':
        for (const console of ports.consoles()) console.redraw();
        return;
      case 'leave':
        return ports.leave(effect.how);
    }
  };
}

function reportFailure(work: Promise<unknown> | undefined, dispatch: Dispatch): void {
  work?.catch((error: unknown) => {
    const { code, message } = describeFailure(error, 'select');
    dispatch({ type: 'log', text: `${code}: ${message}`, time: Date.now() });
    dispatch({ type: 'notice', text: (texts) => problemText(texts, { code, text: message }) });
  });
}

async function loadLanguage(
  code: LanguageCode,
  { keepChoice }: TuiActions,
  dispatch: Dispatch,
): Promise<void> {
  dispatch({ type: 'language', code, texts: await languageOf(code).load() });
  await keepChoice?.({ lang: code });
}

/** One that cannot be loaded is not kept. */
async function loadKeymap(name: string, actions: TuiActions): Promise<void> {
  await actions.loadKeymap?.(name);
  await actions.keepChoice?.({ keymap: name });
}

async function runShell(
  { console }: Extract<Effect, { readonly op: 'shell' }>,
  { consoles, actions }: EffectPorts,
  dispatch: Dispatch,
): Promise<void> {
  const attached = consoles();
  const chosen =
    console === undefined
      ? attached[0]
      : attached.find((candidate) => candidate.console.name === console);
  if (!chosen) dispatch({ type: 'notice', text: ({ shell }) => shell.onlyHere });
  if (!chosen || !actions.shell) return;
  chosen.suspend();
  try {
    await actions.shell(chosen.console);
  } finally {
    // A terminal may be gone by then.
    if (consoles().includes(chosen)) chosen.resume();
  }
}

async function saveLog(
  { lines }: Extract<Effect, { readonly op: 'save-log' }>,
  { actions }: EffectPorts,
  dispatch: Dispatch,
): Promise<void> {
  const where = await actions.saveLog?.(lines);
  if (where === undefined) return;
  dispatch({ type: 'notice', text: ({ log }) => log.saved({ where }) });
}
