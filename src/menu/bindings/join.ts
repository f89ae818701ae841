import type { NamedNetwork } from '../../core/network/panel.ts';
import { realmOf } from '../../core/network/server-name.ts';
import type { EapMethod } from '../../core/network/wifi.ts';
import {
  type CredentialTexts,
  enterpriseFields,
  findEapMethod,
  parseCredentials,
} from '../../core/network/wifi-credentials.ts';
import type { Binding, KeyBinding, On } from '../model/binding.ts';
import { type FormField, formField, textOf } from '../model/form.ts';
import type { Outcome } from '../model/outcome.ts';
import { closeKinds, closeTop, openScreen, replaceTop, stay } from '../model/outcome.ts';
import type { JoinScreen } from '../model/screen.ts';
import type { TuiState } from '../model/state.ts';
import { textField } from '../model/text-field.ts';
import { editWrong, formBindings, nextField } from './form.ts';

type CredentialName = keyof CredentialTexts;

export const joinBindings: readonly Binding<'join'>[] = [
  {
    keys: ['enter'],
    command: 'choose',
    shown: 'Enter',
    help: 'nextOrJoin',
    hint: 'join',
    act: (on) => nextField(on) ?? join(on),
  },
  { keys: [], command: 'submit', shown: '', help: 'join', act: join },
  {
    keys: ['ctrl-r'],
    command: 'reveal',
    shown: 'Ctrl-R',
    help: 'reveal',
    hint: 'reveal',
    act: ({ state, screen }) => stay(replaceTop(state, { ...screen, revealed: !screen.revealed })),
  },
  ...formBindings.map(
    (binding): KeyBinding<'join'> => ({
      ...binding,
      act: (press) => askByMethod(binding.act(press)),
    }),
  ),
];

/** Back to the list of interfaces: it shows how the joining goes. The passphrase stays a draft. */
export function toInterfaces(state: TuiState): TuiState {
  return closeKinds(closeTop(state), ['wifi', 'join']);
}

export function openJoin(
  state: TuiState,
  interfaceName: string,
  network: NamedNetwork | undefined,
): Outcome {
  const fields = fieldNames(network).map((name) => joinField(state, network, name));
  const screen = { kind: 'join', interfaceName, network, fields, cursor: 0 } as const;
  return askByMethod(stay(openScreen(state, { ...screen, revealed: false })));
}

/** What a network asks for by that method; one that does not show itself is of any kind. */
function fieldNames(
  network: NamedNetwork | undefined,
  method?: EapMethod,
): readonly CredentialName[] {
  if (network !== undefined) {
    return network.security === 'enterprise' ? enterpriseFields(method ?? 'peap') : ['passphrase'];
  }
  return ['ssid', ...(method === undefined ? hiddenFields : enterpriseFields(method))];
}

/** The passphrase comes first, so that nobody types it where it is shown. */
const hiddenFields = ['passphrase', 'method'] as const;

/** Of a hidden network the method tells that it is an Enterprise one, so none is suggested. */
function usualText(name: CredentialName, network: NamedNetwork | undefined): string {
  if (name === 'method' && network !== undefined) return 'peap';
  return name === 'phase2' ? 'mschapv2' : '';
}

function joinField(
  state: TuiState,
  network: NamedNetwork | undefined,
  name: CredentialName,
): FormField {
  const draft = `wifi ${network?.ssid ?? ''} ${name}`;
  return formField(state.drafts, { name, draft, text: usualText(name, network) });
}

/** The fields of the method that stands there now; what was typed in others comes back with them. */
export function askByMethod(outcome: Outcome): Outcome {
  const { state } = outcome;
  const top = state.screens.at(-1);
  if (top?.kind !== 'join') return outcome;
  const text = textOf(top, 'method');
  const method = findEapMethod(text);
  // A method that is half typed changes nothing yet.
  if (method === undefined && (top.network !== undefined || text !== '')) return outcome;
  const names = fieldNames(top.network, method);
  if (names.join() === top.fields.map(({ name }) => name).join()) return outcome;
  const typed = Object.fromEntries(top.fields.map(({ draft, field }) => [draft, field.text]));
  const kept = { ...state, drafts: { ...state.drafts, ...typed } };
  const fields = names.map(
    (name) => top.fields.find((field) => field.name === name) ?? joinField(kept, top.network, name),
  );
  const at = fields.findIndex(({ name }) => name === top.fields[top.cursor]?.name);
  const screen: JoinScreen = { ...top, fields, cursor: Math.max(0, at) };
  return { ...outcome, state: replaceTop(kept, screen) };
}

function join(on: On<'join'>): Outcome {
  const { state, screen } = on;
  const { network, interfaceName } = screen;
  const text = (name: CredentialName) => textOf(screen, name);
  const texts = {
    ssid: network?.ssid ?? text('ssid'),
    passphrase: text('passphrase'),
    method: text('method'),
    identity: text('identity'),
    anonymousIdentity: text('anonymousIdentity'),
    phase2: text('phase2'),
    caCertificate: text('caCertificate'),
    serverName: text('serverName'),
    clientCertificate: text('clientCertificate'),
    privateKey: text('privateKey'),
  };
  const hidden = network === undefined;
  const result = parseCredentials(texts, { security: network?.security, hidden });
  if (result.kind === 'wrong') return offerRealm(editWrong(on, result), realmOf(texts.identity));
  return stay(toInterfaces(state), { op: 'join', interfaceName, credentials: result.value });
}

/** Where the server's name is missing, the realm of the user's is put there, to be confirmed. */
function offerRealm(outcome: Outcome, realm: string | undefined): Outcome {
  const top = outcome.state.screens.at(-1);
  if (top?.kind !== 'join' || realm === undefined) return outcome;
  const { name, field } = top.fields[top.cursor] ?? {};
  if (name !== 'serverName' || field?.text.trim() !== '') return outcome;
  const fields = top.fields.map((one) =>
    one.name === name ? { ...one, field: textField(realm) } : one,
  );
  return { ...outcome, state: replaceTop(outcome.state, { ...top, fields }) };
}
