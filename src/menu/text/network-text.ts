import type { Texts } from '../../core/languages/texts.ts';
import type { InterfaceNote, NetworkInterface, NetworkSnapshot } from '../../core/network/panel.ts';
import type { TuiState } from '../model/state.ts';
import type { WifiRow } from '../model/wifi-rows.ts';
import { problemText } from './problem-text.ts';

/** "online, 192.168.1.20/24", "no cable", "waiting for a DHCP server" */
export function interfaceState(texts: Texts, item: NetworkInterface): string {
  const words = texts.network;
  const [address] = item.addresses;
  switch (item.state) {
    case 'online':
      return address === undefined ? words.online : words.onlineAs({ address });
    case 'connecting':
      return item.note ? noteText(texts, item.note) : words.connecting;
    case 'failed':
      return item.note ? noteText(texts, item.note) : words.failed;
    case 'idle':
      if (item.kind === 'wireless') return words.chooseWifi;
      return item.link === 'down' ? words.noLink : words.idle;
  }
}

/** "eth0 192.168.1.20", for the title bar. */
export function summaryText({ texts, network }: TuiState): string {
  if (network === undefined) return '';
  const { summary } = network;
  switch (summary.kind) {
    case 'online':
      return `${summary.name} ${summary.by}`.trim();
    case 'connecting':
      return texts.network.summary.connecting({ name: summary.name });
    default:
      return texts.network.summary[summary.kind];
  }
}

export function interfaceDetail(texts: Texts, item: NetworkInterface): readonly string[] {
  const words = texts.network;
  const { name, mac, driver } = item;
  const state = interfaceState(texts, item);
  const note = item.note && noteText(texts, item.note);
  return [
    words.stateOf({ name, state }),
    words.hardware({
      driver: driver === '' ? words.noDriver : words.driver({ name: driver }),
      mac,
      link: words.links[item.link],
    }),
    ...item.addresses.slice(1).map((address) => words.also({ address })),
    ...(note === undefined || note === state ? [] : [note]),
  ];
}

function noteText(texts: Texts, note: InterfaceNote): string {
  const { notes } = texts.network;
  switch (note.kind) {
    case 'joining':
    case 'joined':
      return notes[note.kind]({ ssid: note.ssid });
    case 'carries':
      return notes.carries({ name: note.name });
    case 'failed':
      return problemText(texts, { code: note.code, text: note.message });
    default:
      return notes[note.kind];
  }
}

/** Five steps, readable without colour and aloud. */
export function signalText({ wifi }: Texts, { signalPercent }: WifiRow): string {
  if (signalPercent === undefined) return wifi.outOfRange;
  const bars = Math.max(0, Math.min(5, Math.round(signalPercent / 20)));
  return `${'*'.repeat(bars)}${'.'.repeat(5 - bars)} ${signalPercent} %`;
}

/** How a network is secured, and that it is on the stick. */
export function networkText({ wifi }: Texts, { security, kept }: WifiRow): string {
  const text = wifi.security[security];
  return kept ? wifi.saved({ security: text }) : text;
}

/** What there is to say of keeping the network that an interface is joined to. */
export function keepLines(
  { texts, network }: TuiState,
  { joined }: NetworkInterface,
): readonly string[] {
  if (joined === undefined || network?.kept === undefined) return [];
  const { isSaved, canSave } = texts.network;
  const saved = network.kept.some(({ ssid }) => ssid === joined);
  return [saved ? isSaved({ ssid: joined }) : canSave({ ssid: joined })];
}

export function firmwareLines(
  texts: Texts,
  network: NetworkSnapshot | undefined,
): readonly string[] {
  const files = network?.missingFirmware ?? [];
  return files.length === 0 ? [] : [texts.network.firmware({ files: files.join(', ') })];
}

export function noInterfacesText(
  { network: words }: Texts,
  network: NetworkSnapshot | undefined,
): string {
  return network?.looking === true ? words.looking : words.none;
}
