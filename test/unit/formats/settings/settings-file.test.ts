import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../../src/errors.ts';
import { parseSettingsFile } from '../../../../src/formats/settings/settings-file.ts';

const read = (value: unknown) => parseSettingsFile(JSON.stringify(value));

describe('webboot.json', () => {
  it('holds the same settings as the command line, and those of more than one value', () => {
    const { settings, problems } = read({
      distro: 'debian/standard',
      countdown: 10,
      dns: ['192.168.1.1', '2001:db8::1'],
      wifi: [{ ssid: 'Home', passphrase: 'correct horse' }],
      mirrors: { debian: ['http://mirror.example/debian-cd'] },
      distros: [{ id: 'mine' }],
    });
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      distro: 'debian/standard',
      countdown: 10,
      dns: ['192.168.1.1', '2001:db8::1'],
      wifi: [{ ssid: 'Home', passphrase: 'correct horse', hidden: false, security: 'wpa2-psk' }],
      mirrors: { debian: ['http://mirror.example/debian-cd'] },
      distros: [{ id: 'mine' }],
    });
  });

  it("tells a network's security by what it asks for, unless it is named", () => {
    const { settings } = read({
      wifi: [
        { ssid: 'Cafe' },
        { ssid: 'Office', identity: 'me', passphrase: 'x', serverName: 'Example.org' },
        { ssid: 'New', passphrase: 'x', security: 'wpa3-sae' },
      ],
    });
    expect(settings.wifi?.map(({ security }) => security)).toEqual([
      'open',
      'enterprise',
      'wpa3-sae',
    ]);
  });

  it.each([
    [{}, 'a serverName or a caCertificate'],
    [{ serverName: 'org' }, 'a DNS name'],
    [{ serverName: 'a"\nb.org' }, 'a DNS name'],
  ])('has no Enterprise network whose server anybody could be: %j', (server, expected) => {
    const office = { ssid: 'Office', identity: 'me', passphrase: 'hunter22', ...server };
    const { settings, problems } = read({ wifi: [office] });
    expect(settings).toEqual({});
    expect(problems).toEqual([expect.stringContaining(expected)]);
    expect(problems.join()).not.toContain('hunter22');
  });

  it('loses only what is wrong in it, and says so', () => {
    const { settings, problems } = read({ ui: 'line', vlan: 9999, colour: 'red', keymap: true });
    expect(settings).toEqual({ ui: 'line' });
    expect(problems).toEqual([
      'vlan in webboot.json is ignored: it must be a whole number from 1 to 4094, not 9999.',
      'colour in webboot.json is ignored: there is no such setting.',
      'keymap in webboot.json is ignored: it must be a text or a number.',
    ]);
  });

  it('keeps the rest where a list of name servers holds anything but texts', () => {
    const { settings, problems } = read({ dns: [{ toString: 1 }], ui: 'line' });
    expect(settings).toEqual({ ui: 'line' });
    expect(problems).toEqual(['dns in webboot.json is ignored: it must be a text or a number.']);
  });

  it('cannot say once for all that nobody has to vouch for an image', () => {
    expect(read({ unverified: 'x' }).settings).toEqual({});
  });

  it('never has its secrets repeated in what is said of it', () => {
    const { problems } = read({
      wifi: [{ ssid: 'Home', passphrase: 'hunter22', eap: 'hunter22' }],
    });
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('hunter22');
    expect(() => parseSettingsFile('{ "passphrase": hunter22 }')).toThrow(
      /^settings: webboot.json is no JSON \(at 0\)$/,
    );
  });

  it.each(['', '[]', '"x"', 'null', '{'])('has to be an object, which %j is not', (text) => {
    expect(() => parseSettingsFile(text)).toThrow(FormatError);
  });
});
