import type { NetworkInterface, NetworkSnapshot } from '../../core/network/panel.ts';
import type { Binding } from '../model/binding.ts';
import { clampCursor } from '../model/cursor.ts';
import { openScreen, stay } from '../model/outcome.ts';
import type { ScreenOf } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { type WifiRow, wifiRows } from '../model/wifi-rows.ts';
import { openAddress } from './address.ts';
import { openJoin, toInterfaces } from './join.ts';
import { markBinding } from './mark.ts';

export const networkBindings: readonly Binding<'network'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'connect',
    hint: 'connect',
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
    command: 'address',
    shown: 'a',
    help: 'settings',
    hint: 'address',
    act: ({ state, screen }) => openAddress(state, interfaceAt(state, screen.cursor)),
  },
  {
    keys: [{ character: 'k' }],
    command: 'keep',
    shown: 'k',
    help: 'saveNetwork',
    hint: 'saveNetwork',
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
    command: 'disconnect',
    shown: 'd',
    help: 'disconnect',
    hint: 'disconnect',
    act: ({ state, screen }) => {
      const chosen = interfaceAt(state, screen.cursor);
      if (!chosen) return stay(state);
      return stay(state, { op: 'disconnect', interfaceName: chosen.name });
    },
  },
  markBinding,
];

export const wifiBindings: readonly Binding<'wifi'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'joinSelected',
    hint: 'join',
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
    command: 'forget',
    shown: 'f',
    help: 'forget',
    hint: 'forget',
    when: ({ network }) => (network?.kept ?? []).length > 0,
    act: ({ state, screen }) => {
      const network = rowAt(state, screen);
      return network?.kept === true
        ? stay(state, { op: 'forget-network', ssid: network.ssid })
        : stay({ ...state, notice: state.texts.wifi.notSaved });
    },
  },
  {
    keys: [{ character: 'h' }],
    command: 'join-hidden',
    shown: 'h',
    help: 'joinHidden',
    hint: 'hidden',
    act: ({ state, screen }) => openJoin(state, screen.interfaceName, undefined),
  },
  {
    keys: [{ character: 'r' }],
    command: 'scan',
    shown: 'r',
    help: 'scan',
    hint: 'rescan',
    act: ({ state, screen }) => stay(state, { op: 'scan', interfaceName: screen.interfaceName }),
  },
  markBinding,
];

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
