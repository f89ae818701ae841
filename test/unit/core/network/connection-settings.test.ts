import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/core/languages/en.ts';
import {
  type ConnectionTexts,
  formatConnection,
  parseConnection,
} from '../../../../src/core/network/connection-settings.ts';

const nothing: ConnectionTexts = { address: '', gateway: '', dns: '', vlan: '', proxy: '' };
const parse = (texts: Partial<ConnectionTexts>) => parseConnection({ ...nothing, ...texts });

describe('what a person types for an interface', () => {
  it('is left to the network where nothing is typed', () => {
    expect(parse({ address: ' ', dns: ' ' })).toEqual({
      kind: 'parsed',
      value: { ip: { method: 'automatic' }, nameServers: [] },
    });
  });

  it.each([
    ['192.168.1.20/24', 24],
    ['192.168.1.20/255.255.252.0', 22],
    ['192.168.1.20', 24],
    ['2001:db8::20/56', 56],
    ['2001:db8::20', 64],
  ])('%s has a prefix length of %i', (address, prefixLength) => {
    expect(parse({ address })).toMatchObject({ value: { ip: { prefixLength } } });
  });

  it.each([
    [{ address: '192.168.1.300' }, 'address'],
    [{ address: '192.168.1.2/33' }, 'address'],
    [{ address: '192.168.1.2/24/1' }, 'address'],
    [{ gateway: '192.168.1.1' }, 'gateway'],
    [{ address: '192.168.1.2/24', gateway: '2001:db8::1' }, 'gateway'],
    [{ dns: '1.1.1.1, router' }, 'dns'],
    [{ vlan: '0' }, 'vlan'],
    [{ proxy: 'ftp://proxy' }, 'proxy'],
  ] as const)('%o is told to be wrong at its field', (texts, field) => {
    const result = parse(texts);
    expect(result).toMatchObject({ kind: 'wrong', field });
    expect(result.kind === 'wrong' && result.reason(english.forms)).toMatch(/\.$/);
  });

  it('reads as what is shown of it', () => {
    const texts: ConnectionTexts = {
      address: '192.168.1.20/24',
      gateway: '192.168.1.1',
      dns: '1.1.1.1, 2001:db8::53',
      vlan: '7',
      proxy: 'http://proxy:3128',
    };
    const result = parseConnection(texts);
    expect(result.kind === 'parsed' && formatConnection(result.value)).toEqual(texts);
  });
});
