import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/core/languages/en.ts';
import type { NetworkInterface, NetworkSnapshot } from '../../../../src/core/network/panel.ts';
import type { SshState } from '../../../../src/menu/model/state.ts';
import { sshLines, sshNotice } from '../../../../src/menu/text/ssh-text.ts';
import { createFakeNetwork } from '../../../helpers/fake-network.ts';

const hostKey = `SHA256:${'a'.repeat(43)}`;

function network(...addresses: readonly string[]): NetworkSnapshot {
  const settings = { ip: { method: 'automatic' }, nameServers: [] } as const;
  const one: NetworkInterface = {
    ...{ name: 'eth0', kind: 'wired', driver: '', mac: '', link: 'up', state: 'online' },
    addresses,
    settings,
  };
  return { ...createFakeNetwork().snapshot(), interfaces: [one] };
}

const linesOf = (ssh: SshState | undefined, by: NetworkSnapshot | undefined) =>
  sshLines({ texts: english, setup: { ssh }, network: by });

describe('how to log in over SSH', () => {
  it('is by the addresses that others reach, with the key to compare', () => {
    const addresses = ['192.168.1.20/24', 'fe80::1/64', '2001:db8::20/64', '10.0.0.1/8'];
    expect(linesOf({ kind: 'open', hostKey }, network(...addresses))).toEqual([
      'Over SSH, with a key that this image knows: ssh root@192.168.1.20, or ssh root@2001:db8::20',
      `SSH host key: ${hostKey}`,
    ]);
  });

  it('is not shown in an image without it', () => {
    expect(linesOf(undefined, network('192.168.1.20/24'))).toEqual([]);
  });

  it('waits for a network, and says what went wrong', () => {
    expect(linesOf({ kind: 'open', hostKey, problem: 'No key.' }, undefined)).toEqual([
      'Over SSH, as soon as there is a network.',
      `SSH host key: ${hostKey}`,
      'No key.',
    ]);
    expect(sshNotice(english, { kind: 'open', hostKey })).toBe(`SSH host key: ${hostKey}`);
    expect(sshNotice(english, { kind: 'open', hostKey, problem: 'No key.' })).toBe('No key.');
    const failed = linesOf({ kind: 'failed', reason: 'Address in use' }, undefined);
    expect(failed).toEqual(['SSH could not be started: Address in use']);
  });
});
