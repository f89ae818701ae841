import * as v from 'valibot';
import { parseServerName, trustsAnyServer } from '../../core/network/server-name.ts';
import { phase2Methods } from '../../core/network/wifi.ts';
import { readSetting, type SettingResult, type Settings } from '../../core/settings/settings.ts';
import { FormatError } from '../../errors.ts';

const text = v.pipe(v.string(), v.minLength(1));
const path = v.pipe(v.string(), v.regex(/^\/./, 'an absolute path'));
const webUrl = v.pipe(v.string(), v.url('an http URL'), v.regex(/^https?:\/\//, 'an http URL'));

const wifi = v.pipe(
  v.strictObject({
    /** IEEE 802.11: 32 octets. */
    ssid: v.pipe(text, v.maxBytes(32)),
    security: v.optional(v.picklist(['open', 'wpa2-psk', 'wpa3-sae', 'enterprise'])),
    hidden: v.optional(v.boolean(), false),
    passphrase: v.optional(text),
    identity: v.optional(text),
    anonymousIdentity: v.optional(text),
    eap: v.optional(v.picklist(['peap', 'ttls', 'tls'])),
    phase2: v.optional(v.picklist(['mschapv2', 'mschap', 'pap', 'chap', 'gtc'])),
    serverName: v.optional(
      v.pipe(
        v.string(),
        v.transform((name) => parseServerName(name) ?? ''),
        v.check((name) => name !== '', 'a DNS name such as radius.example.org'),
      ),
    ),
    caCertificate: v.optional(path),
    clientCertificate: v.optional(path),
    privateKey: v.optional(path),
  }),
  v.check(
    ({ eap = 'peap', phase2 }) => phase2 === undefined || phase2Methods[eap].includes(phase2),
    'a phase2 that its eap can carry',
  ),
  v.transform(({ security, ...profile }) => ({
    ...profile,
    security: security ?? impliedSecurity(profile),
  })),
  v.check(
    (profile) => !trustsAnyServer(profile),
    'a serverName or a caCertificate, without which anybody could ask for the password',
  ),
);

/** Those of more than one value; `readSetting` reads the others. */
const structured = {
  wifi: v.array(wifi),
  mirrors: v.record(v.string(), v.array(webUrl)),
  distros: v.array(v.unknown()),
} as const;

export interface SettingsFile {
  readonly settings: Settings;
  /** What is left out and why, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads `webboot.json`: one object, a member a setting. A wrong member is left out and told; what
 * is no JSON object at all throws FormatError.
 */
export function parseSettingsFile(source: string): SettingsFile {
  const problems: string[] = [];
  let settings: Settings = {};
  for (const [name, value] of Object.entries(parseObject(source))) {
    const result = readMember(name, value);
    if (result.kind === 'read') settings = { ...settings, ...result.settings };
    else problems.push(`${name} in webboot.json is ignored: ${result.reason}.`);
  }
  return { settings, problems };
}

function parseObject(source: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    // The parser's own message quotes the text, and there may be a password in it.
    throw new FormatError('settings', 0, 'webboot.json is no JSON');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new FormatError('settings', 0, 'webboot.json has to hold one object, { ... }');
}

function readMember(name: string, value: unknown): SettingResult {
  if (name === 'wifi' || name === 'mirrors' || name === 'distros') {
    const result = v.safeParse(structured[name], value);
    if (result.success) return { kind: 'read', settings: { [name]: result.output } };
    return { kind: 'wrong', reason: whereWrong(result.issues[0]) };
  }
  if (name === 'unverified') return { kind: 'wrong', reason: 'it can be chosen for one boot only' };
  if (name === 'dns' && v.is(v.array(text), value)) return readMember(name, value.join(','));
  const known = readSetting(name, typeof value === 'number' ? String(value) : asText(value));
  if (known === undefined) return { kind: 'wrong', reason: 'there is no such setting' };
  if (typeof value === 'string' || typeof value === 'number') return known;
  return { kind: 'wrong', reason: 'it must be a text or a number' };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Names the member and what was expected there; never what was found, which may be a secret. */
function whereWrong(issue: v.BaseIssue<unknown>): string {
  const at = v.getDotPath(issue);
  const worded = ['regex', 'url', 'check'].includes(issue.type);
  const expected = worded ? issue.message : issue.expected;
  return at === null ? `expected ${expected}` : `${at}: expected ${expected}`;
}

function impliedSecurity({
  passphrase,
  identity,
}: {
  readonly passphrase?: string | undefined;
  readonly identity?: string | undefined;
}): 'open' | 'wpa2-psk' | 'enterprise' {
  if (identity !== undefined) return 'enterprise';
  return passphrase === undefined ? 'open' : 'wpa2-psk';
}
