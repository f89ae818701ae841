import { type FormResult, type WrongField, wrongField } from './form-result.ts';
import { parseServerName, realmOf, trustsAnyServer } from './server-name.ts';
import {
  type EapMethod,
  type Phase2Method,
  phase2Methods,
  type WifiProfile,
  type WifiSecurity,
} from './wifi.ts';

/** What a person types to join a network; '' for what is not given. */
export interface CredentialTexts {
  readonly ssid: string;
  readonly passphrase: string;
  /** For WPA-Enterprise, as all that follows: peap, ttls or tls; '' for any other network. */
  readonly method: string;
  readonly identity: string;
  readonly anonymousIdentity: string;
  readonly phase2: string;
  /** Of the server that is to be trusted; '' only with a CA of the network's own. */
  readonly serverName: string;
  /** Paths of PEM files. */
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly privateKey: string;
}

type Result = FormResult<WifiProfile, keyof CredentialTexts>;

const eapMethods: readonly EapMethod[] = ['peap', 'ttls', 'tls'];

/** Which of the texts a method asks for, in the order in which they are asked. */
export function enterpriseFields(method: EapMethod): readonly (keyof CredentialTexts)[] {
  const own = ['clientCertificate', 'privateKey'] as const;
  const tunnel = ['anonymousIdentity', 'phase2'] as const;
  return [
    'method',
    'identity',
    ...(method === 'tls' ? own : tunnel),
    'caCertificate',
    'serverName',
    'passphrase',
  ];
}

export function findEapMethod(text: string): EapMethod | undefined {
  return eapMethods.find((method) => method === text.trim().toLowerCase());
}

/** `security` is undefined for a network that does not show itself: what was typed tells then. */
export function parseCredentials(
  texts: CredentialTexts,
  { security, hidden }: { readonly security: WifiSecurity | undefined; readonly hidden: boolean },
): Result {
  const { ssid, passphrase } = texts;
  if (ssid === '') return wrongField('ssid', (forms) => forms.noName);
  const told = security ?? securityOf(texts);
  const profile = { ssid, security: told, hidden };
  switch (told) {
    case 'open':
      return { kind: 'parsed', value: profile };
    case 'enterprise':
      return parseEnterprise(texts, profile);
    case 'wpa2-psk':
      if (!/^(.{8,63}|[\da-f]{64})$/isu.test(passphrase)) {
        return wrongField('passphrase', (forms) => forms.passphraseLength);
      }
      return { kind: 'parsed', value: { ...profile, passphrase } };
    default:
      return { kind: 'parsed', value: { ...profile, passphrase } };
  }
}

function securityOf({ method, passphrase }: CredentialTexts): WifiSecurity {
  if (method.trim() !== '') return 'enterprise';
  return passphrase === '' ? 'open' : 'wpa2-psk';
}

function parseEnterprise(texts: CredentialTexts, profile: WifiProfile): Result {
  const { identity, anonymousIdentity, passphrase } = texts;
  const eap = findEapMethod(texts.method);
  if (eap === undefined) return wrongField('method', (forms) => forms.method);
  if (identity === '') return wrongField('identity', (forms) => forms.noUser);
  const files = pathsOf(texts, eap);
  if ('kind' in files) return files;
  const server = serverOf(texts);
  if ('kind' in server) return server;
  const known = { ...profile, eap, identity, ...files, ...server };
  if (trustsAnyServer(known)) return wrongField('serverName', whyServerName(identity));
  if (eap === 'tls') {
    const password = passphrase === '' ? {} : { passphrase };
    return { kind: 'parsed', value: { ...known, ...password } };
  }
  const phase2 = findPhase2(eap, texts.phase2);
  if (phase2 === undefined) {
    const choices = phase2Methods[eap].join(', ');
    return wrongField('phase2', (forms) => forms.phase2({ eap, choices }));
  }
  if (passphrase === '') return wrongField('passphrase', (forms) => forms.noPassword);
  const outside = anonymousIdentity === '' ? {} : { anonymousIdentity };
  return { kind: 'parsed', value: { ...known, ...outside, phase2, passphrase } };
}

function serverOf({
  serverName,
}: CredentialTexts): Pick<WifiProfile, 'serverName'> | WrongField<keyof CredentialTexts> {
  if (serverName.trim() === '') return {};
  const name = parseServerName(serverName);
  if (name !== undefined) return { serverName: name };
  return wrongField('serverName', (forms) => forms.serverName);
}

/** The person is asked to confirm what the user name suggests. */
function whyServerName(identity: string): WrongField<keyof CredentialTexts>['reason'] {
  const realm = realmOf(identity);
  return realm === undefined
    ? (forms) => forms.anyServer
    : (forms) => forms.anyServerRealm({ realm });
}

type Paths = Pick<WifiProfile, 'caCertificate' | 'clientCertificate' | 'privateKey'>;

function pathsOf(
  texts: CredentialTexts,
  eap: EapMethod,
): Paths | WrongField<keyof CredentialTexts> {
  const own = ['clientCertificate', 'privateKey'] as const;
  const missing = own.find((name) => eap === 'tls' && texts[name].trim() === '');
  if (missing !== undefined) {
    return wrongField(missing, (forms) => forms.tlsFiles);
  }
  let paths: Paths = {};
  for (const name of ['caCertificate', ...(eap === 'tls' ? own : [])] as const) {
    const path = texts[name].trim();
    if (path === '') continue;
    if (!path.startsWith('/')) {
      return wrongField(name, (forms) => forms.path({ path }));
    }
    paths = { ...paths, [name]: path };
  }
  return paths;
}

function findPhase2(eap: EapMethod, text: string): Phase2Method | undefined {
  const wanted = text.trim().toLowerCase();
  const methods = phase2Methods[eap];
  return wanted === '' ? methods[0] : methods.find((method) => method === wanted);
}
