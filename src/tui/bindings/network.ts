import type { NamedNetwork, NetworkInterface, NetworkSnapshot } from '../../network-panel.ts';
import type { Binding, Press } from '../model/binding.ts';
import { clampCursor, listKeys, moveCursor } from '../model/cursor.ts';
import { type FieldName, formField, textOf } from '../model/form.ts';
import type { Outcome } from '../model/outcome.ts';
import { closeKinds, closeTop, openScreen, replaceTop, stay } from '../model/outcome.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { type WifiRow, wifiRows } from '../model/wifi-rows.ts';
import { openAddress } from './address.ts';
import { formBindings, nextField } from './form.ts';

export const networkBindings: readonly Binding<'network'>[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    help: 'Connect (cable), or list the networks (Wi-Fi)',
    hint: 'Enter connect',
    act: ({ state, screen }) => {
      const chosen = interfaceAt(state, screen.cursor);
      if (!chosen) return stay(state);
      const interfaceName = chosen.name;
      if (chosen.kind !== 'wireless') return stay(state, { op: 'connect', interfaceName });
      const opened = openScreen(state, { kind: 'wifi', interfaceName, cursor: 0 });
      return stay(opened, { op: 'scan', interfaceName });
    },
  },
  {
    keys: [{ character: 'a' }],
    shown: 'a',
    help: 'Address, name servers, VLAN and proxy, where the network does not settle them',
    hint: 'a address',
    act: ({ state, screen }) => openAddress(state, interfaceAt(state, screen.cursor)),
  },
  {
    keys: [{ character: 'k' }],
    shown: 'k',
    help: 'Keep the joined Wi-Fi network on the stick, with its passphrase',
    hint: 'k keep',
    when: ({ network }) => toKeep(network) !== undefined,
    act: ({ state }) => {
      const interfaceName = toKeep(state.network)?.name;
      return interfaceName === undefined
        ? stay(state)
        : stay(state, { op: 'keep-network', interfaceName });
    },
  },
  {
    keys: [{ character: 'd' }],
    shown: 'd',
    help: 'Disconnect',
    hint: 'd disconnect',
    act: ({ state, screen }) => {
      const chosen = interfaceAt(state, screen.cursor);
      if (!chosen) return stay(state);
      return stay(state, { op: 'disconnect', interfaceName: chosen.name });
    },
  },
  {
    keys: listKeys,
    shown: 'Up, Down, PgUp, PgDn, Home, End',
    help: 'Move the mark',
    act: ({ state, screen, key }) => {
      const cursor = moveCursor(screen.cursor, state.network?.interfaces.length ?? 0, key);
      return stay(replaceTop(state, { ...screen, cursor }));
    },
  },
];

export const wifiBindings: readonly Binding<'wifi'>[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    help: 'Join the marked network',
    hint: 'Enter join',
    act: ({ state, screen }) => {
      const { interfaceName } = screen;
      const network = rowAt(state, screen);
      if (!network) return stay(state);
      const { ssid, security } = network;
      if (network.kept) return stay(toInterfaces(state), { op: 'join-kept', interfaceName, ssid });
      if (security !== 'open') return openJoin(state, interfaceName, network);
      const credentials = { ssid, security, hidden: false };
      return stay(toInterfaces(state), { op: 'join', interfaceName, credentials });
    },
  },
  {
    keys: [{ character: 'f' }],
    shown: 'f',
    help: 'Forget the marked network: takes it off the stick',
    hint: 'f forget',
    when: ({ network }) => (network?.kept ?? []).length > 0,
    act: ({ state, screen }) => {
      const network = rowAt(state, screen);
      return network?.kept === true
        ? stay(state, { op: 'forget-network', ssid: network.ssid })
        : stay({ ...state, notice: 'This network is not kept.' });
    },
  },
  {
    keys: [{ character: 'h' }],
    shown: 'h',
    help: 'Join a hidden network: type its name',
    hint: 'h hidden',
    act: ({ state, screen }) => openJoin(state, screen.interfaceName, undefined),
  },
  {
    keys: [{ character: 'r' }],
    shown: 'r',
    help: 'Look for networks again',
    hint: 'r look again',
    act: ({ state, screen }) => stay(state, { op: 'scan', interfaceName: screen.interfaceName }),
  },
  {
    keys: listKeys,
    shown: 'Up, Down, PgUp, PgDn, Home, End',
    help: 'Move the mark',
    act: ({ state, screen, key }) => {
      const { length } = wifiRows(state.network, screen.interfaceName);
      return stay(replaceTop(state, { ...screen, cursor: moveCursor(screen.cursor, length, key) }));
    },
  },
];

export const joinBindings: readonly Binding<'join'>[] = [
  {
    keys: ['enter'],
    shown: 'Enter',
    help: 'The next field; on the last one: join',
    hint: 'Enter join',
    act: (press) => nextField(press) ?? join(press),
  },
  {
    keys: ['ctrl-r'],
    shown: 'Ctrl-R',
    help: 'Show or hide the passphrase',
    hint: 'Ctrl-R show it',
    act: ({ state, screen }) => stay(replaceTop(state, { ...screen, revealed: !screen.revealed })),
  },
  ...formBindings,
];

/** Back to the list of interfaces: it shows how the joining goes. The passphrase stays a draft. */
function toInterfaces(state: TuiState): TuiState {
  return closeKinds(closeTop(state), ['wifi', 'join']);
}

function interfaceAt(state: TuiState, cursor: number): NetworkInterface | undefined {
  const interfaces = state.network?.interfaces ?? [];
  return interfaces[clampCursor(cursor, interfaces.length)];
}

function rowAt(state: TuiState, screen: ScreenOf<'wifi'>): WifiRow | undefined {
  const rows = wifiRows(state.network, screen.interfaceName);
  return rows[clampCursor(screen.cursor, rows.length)];
}

/** The interface with a network that is joined and not kept, where it could be. */
function toKeep(network: NetworkSnapshot | undefined): NetworkInterface | undefined {
  const { interfaces = [], kept } = network ?? {};
  return interfaces.find(
    ({ joined }) =>
      joined !== undefined && kept !== undefined && !kept.some(({ ssid }) => ssid === joined),
  );
}

function openJoin(
  state: TuiState,
  interfaceName: string,
  network: NamedNetwork | undefined,
): Outcome {
  const field = (name: FieldName) =>
    formField(state, { name, draft: `wifi ${network?.ssid ?? ''} ${name}` });
  const fields = [
    ...(network ? [] : [field('ssid')]),
    ...(network?.security === 'enterprise' ? [field('identity')] : []),
    field('passphrase'),
  ];
  const screen = { kind: 'join', interfaceName, network, fields, cursor: 0 } as const;
  return stay(openScreen(state, { ...screen, revealed: false }));
}

function join({ state, screen }: Press<'join'>): Outcome {
  const value = (name: FieldName) => textOf(screen, name);
  const ssid = screen.network?.ssid ?? value('ssid');
  const passphrase = value('passphrase');
  if (ssid === '') return stay({ ...state, notice: 'The network needs a name.' });
  const security = screen.network?.security ?? (passphrase === '' ? 'open' : 'wpa2-psk');
  if (security === 'wpa2-psk' && (passphrase.length < 8 || passphrase.length > 63)) {
    return stay({ ...state, notice: 'A Wi-Fi passphrase has 8 to 63 characters.' });
  }
  const identity = value('identity');
  return stay(toInterfaces(state), {
    op: 'join',
    interfaceName: screen.interfaceName,
    credentials: {
      ssid,
      security,
      hidden: screen.network === undefined,
      ...(security === 'open' ? {} : { passphrase }),
      ...(identity === '' ? {} : { identity }),
    },
  });
}
