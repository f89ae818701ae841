import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/core/languages/en.ts';
import { realmOf } from '../../../../src/core/network/server-name.ts';
import {
  type CredentialTexts,
  parseCredentials,
} from '../../../../src/core/network/wifi-credentials.ts';

const nothing: CredentialTexts = {
  ssid: 'Office',
  passphrase: '',
  method: '',
  identity: '',
  anonymousIdentity: '',
  phase2: '',
  serverName: '',
  caCertificate: '',
  clientCertificate: '',
  privateKey: '',
};
const enterprise = { security: 'enterprise', hidden: false } as const;

function parse(texts: Partial<CredentialTexts>, how: Parameters<typeof parseCredentials>[1]) {
  return parseCredentials({ ...nothing, ...texts }, how);
}

function wrongField(texts: Partial<CredentialTexts>) {
  const result = parse({ method: 'peap', ...texts }, enterprise);
  return result.kind === 'wrong' ? result.field : undefined;
}

describe('what is typed to join a network', () => {
  it('tells of a hidden network whether it is open', () => {
    const hidden = { security: undefined, hidden: true };
    expect(parse({}, hidden)).toEqual({
      kind: 'parsed',
      value: { ssid: 'Office', security: 'open', hidden: true },
    });
    expect(parse({ passphrase: 'correct horse' }, hidden)).toMatchObject({
      value: { security: 'wpa2-psk', passphrase: 'correct horse' },
    });
  });

  it('tells of a hidden network by a method that it is an Enterprise one', () => {
    const hidden = { security: undefined, hidden: true };
    expect(
      parse({ method: 'peap', identity: 'me', passphrase: 'x', serverName: 'example.org' }, hidden),
    ).toMatchObject({
      value: { security: 'enterprise', hidden: true, eap: 'peap', identity: 'me' },
    });
    expect(parse({ method: 'pap' }, hidden)).toMatchObject({ kind: 'wrong', field: 'method' });
  });

  it.each(['1234567', 'x'.repeat(64), `${'0'.repeat(63)}g`])(
    'cannot be the WPA2 passphrase %s, and the passphrase is not repeated',
    (passphrase) => {
      const result = parse({ passphrase }, { security: 'wpa2-psk', hidden: false });
      expect(result).toMatchObject({ kind: 'wrong', field: 'passphrase' });
      expect(JSON.stringify(result)).not.toContain(passphrase);
    },
  );

  it('may be the key itself, as 64 hexadecimal digits', () => {
    const result = parse({ passphrase: '0a'.repeat(32) }, { security: 'wpa2-psk', hidden: false });
    expect(result.kind).toBe('parsed');
  });
});

describe('what is typed to join an Enterprise network', () => {
  it('is a user with a password, for most', () => {
    const texts = { method: 'peap', identity: 'me', passphrase: 'x', serverName: ' Example.ORG ' };
    expect(parse(texts, enterprise)).toEqual({
      kind: 'parsed',
      value: {
        ssid: 'Office',
        security: 'enterprise',
        hidden: false,
        eap: 'peap',
        identity: 'me',
        serverName: 'example.org',
        phase2: 'mschapv2',
        passphrase: 'x',
      },
    });
  });

  it('can be another user outside of the tunnel, and another method inside', () => {
    const texts = {
      method: 'TTLS',
      phase2: 'PAP',
      identity: 'me',
      anonymousIdentity: 'anonymous',
      passphrase: 'x',
      caCertificate: '/run/webboot/stick/ca.pem',
    };
    expect(parse(texts, enterprise)).toMatchObject({
      value: {
        eap: 'ttls',
        phase2: 'pap',
        anonymousIdentity: 'anonymous',
        caCertificate: '/run/webboot/stick/ca.pem',
      },
    });
  });

  it('is a certificate with its key for tls, which need no password', () => {
    const texts = {
      method: 'tls',
      identity: 'me',
      clientCertificate: '/me.pem',
      privateKey: '/me.key',
      phase2: 'mschapv2',
      serverName: 'radius.example.org',
    };
    expect(parse(texts, enterprise)).toEqual({
      kind: 'parsed',
      value: {
        ssid: 'Office',
        security: 'enterprise',
        hidden: false,
        eap: 'tls',
        identity: 'me',
        serverName: 'radius.example.org',
        clientCertificate: '/me.pem',
        privateKey: '/me.key',
      },
    });
  });

  it('is told by the field that is wrong', () => {
    const me = { identity: 'me', passphrase: 'x', serverName: 'example.org' };
    expect(wrongField({ ...me, method: 'leap' })).toBe('method');
    expect(wrongField({ ...me, identity: '' })).toBe('identity');
    expect(wrongField({ ...me, passphrase: '' })).toBe('passphrase');
    expect(wrongField({ ...me, phase2: 'pap' })).toBe('phase2');
    expect(wrongField({ ...me, caCertificate: 'ca.pem' })).toBe('caCertificate');
    expect(wrongField({ ...me, method: 'tls' })).toBe('clientCertificate');
    expect(wrongField({ ...me, method: 'tls', clientCertificate: '/me.pem' })).toBe('privateKey');
  });
});

describe('the server of an Enterprise network', () => {
  const me = { identity: 'me', passphrase: 'x' };

  it('has to be named, so that not anybody with a certificate can ask for the password', () => {
    for (const method of ['peap', 'ttls']) expect(wrongField({ ...me, method })).toBe('serverName');
    const tls = { method: 'tls', clientCertificate: '/me.pem', privateKey: '/me.key' };
    expect(wrongField({ ...me, ...tls })).toBe('serverName');
    expect(wrongField({ ...me, serverName: 'example.org' })).toBeUndefined();
  });

  it('may go without a name where the network has a CA of its own', () => {
    expect(wrongField({ ...me, caCertificate: '/ca.pem' })).toBeUndefined();
  });

  it.each(['org', 'example.org.', 'a b.org', '*.example.org', 'exa"mple.org', '-a.org', 'ä.org'])(
    'is no %j',
    (serverName) => {
      expect(wrongField({ ...me, serverName })).toBe('serverName');
      expect(wrongField({ ...me, serverName, caCertificate: '/ca.pem' })).toBe('serverName');
    },
  );

  it('is suggested by a user name with its realm', () => {
    const result = parse({ method: 'peap', ...me, identity: 'me@Example.org' }, enterprise);
    const reason = result.kind === 'wrong' ? result.reason(english.forms) : '';
    expect(reason).toContain('Is example.org right');
    expect(realmOf('me@org')).toBeUndefined();
    expect(realmOf('a@b@example.org')).toBe('example.org');
  });
});
