import { asksForUser, type Form } from '../model/form.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { type WifiRow, wifiRows } from '../model/wifi-rows.ts';
import { fieldLabel } from './field-label.ts';
import {
  addressHelp,
  enterpriseHelp,
  firmwareLines,
  hiddenHelp,
  interfaceDetail,
  keepLines,
  networkText,
  noInterfacesText,
} from './network-text.ts';
import { type Page, page } from './page.ts';

export function networkPage(state: TuiState): Page {
  const interfaces = state.network?.interfaces ?? [];
  return {
    ...page('Network', [
      ...(interfaces.length === 0 ? [noInterfacesText(state.network)] : []),
      ...firmwareLines(state.network),
      ...interfaces.flatMap((item) => keepLines(state.network, item)),
      ...failureOf(state),
    ]),
    choices: interfaces.map((item) => interfaceDetail(item).join(', ')),
  };
}

export function wifiPage(state: TuiState, screen: ScreenOf<'wifi'>): Page {
  return {
    ...page(`Wi-Fi on ${screen.interfaceName}`, failureOf(state)),
    choices: wifiRows(state.network, screen.interfaceName).map((item) =>
      [item.ssid, networkText(item), signalWords(item)].join(', '),
    ),
  };
}

export function joinPage(screen: ScreenOf<'join'>): Page {
  const { network } = screen;
  const help = [
    ...(network === undefined ? [hiddenHelp] : []),
    ...(asksForUser(screen) ? enterpriseHelp : []),
  ];
  const title = network ? `Join ${network.ssid}` : 'Join a hidden network';
  return { ...page(title, help), ...ask(screen) };
}

export function addressPage(screen: ScreenOf<'address'>): Page {
  return { ...page(`Settings of ${screen.interfaceName}`, addressHelp), ...ask(screen) };
}

/** The field of a form that is being edited. */
function ask({ fields, cursor }: Form): Pick<Page, 'ask'> {
  const edited = fields[cursor];
  if (!edited) return {};
  const { name, field } = edited;
  return {
    ask: { name, label: fieldLabel[name], text: field.text, hidden: name === 'passphrase' },
  };
}

function signalWords({ signalPercent }: WifiRow): string {
  return signalPercent === undefined ? 'out of range' : `signal ${signalPercent} %`;
}

function failureOf({ network }: TuiState): readonly string[] {
  return network?.failure ? [network.failure.message] : [];
}
