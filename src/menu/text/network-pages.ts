import type { Texts } from '../../core/languages/texts.ts';
import { asksForUser, type Form } from '../model/form.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { type WifiRow, wifiRows } from '../model/wifi-rows.ts';
import {
  firmwareLines,
  interfaceDetail,
  keepLines,
  networkText,
  noInterfacesText,
} from './network-text.ts';
import { type Page, page } from './page.ts';
import { problemText } from './problem-text.ts';

export function networkPage(state: TuiState): Page {
  const { texts, network } = state;
  const interfaces = network?.interfaces ?? [];
  return {
    ...page(texts.titles.network, [
      ...(interfaces.length === 0 ? [noInterfacesText(texts, network)] : []),
      ...firmwareLines(texts, network),
      ...interfaces.flatMap((item) => keepLines(state, item)),
      ...failureOf(state),
    ]),
    choices: interfaces.map((item) => interfaceDetail(texts, item).join(', ')),
  };
}

export function wifiPage(state: TuiState, screen: ScreenOf<'wifi'>): Page {
  const { texts } = state;
  return {
    ...page(texts.titles.wifi({ name: screen.interfaceName }), failureOf(state)),
    choices: wifiRows(state.network, screen.interfaceName).map((item) =>
      [item.ssid, networkText(texts, item), signalWords(texts, item)].join(', '),
    ),
  };
}

export function joinPage({ texts }: TuiState, screen: ScreenOf<'join'>): Page {
  const { network } = screen;
  const help = [
    ...(network === undefined ? [texts.wifi.hidden] : []),
    ...(asksForUser(screen) ? texts.wifi.enterprise : []),
  ];
  const title = network ? texts.titles.join({ ssid: network.ssid }) : texts.titles.joinHidden;
  return { ...page(title, help), ...ask(texts, screen) };
}

export function addressPage({ texts }: TuiState, screen: ScreenOf<'address'>): Page {
  const title = texts.titles.address({ name: screen.interfaceName });
  return { ...page(title, texts.network.addressHelp), ...ask(texts, screen) };
}

/** The field of a form that is being edited. */
function ask(texts: Texts, { fields, cursor }: Form): Pick<Page, 'ask'> {
  const edited = fields[cursor];
  if (!edited) return {};
  const { name, field } = edited;
  return {
    ask: { name, label: texts.fields[name], text: field.text, hidden: name === 'passphrase' },
  };
}

function signalWords({ wifi }: Texts, { signalPercent: percent }: WifiRow): string {
  return percent === undefined ? wifi.outOfRange : wifi.signal({ percent });
}

function failureOf({ texts, network }: TuiState): readonly string[] {
  const { failure } = network ?? {};
  return failure ? [problemText(texts, { code: failure.code, text: failure.message })] : [];
}
