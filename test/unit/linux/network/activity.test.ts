import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../../../src/core/network/connection-settings.ts';
import { WebbootError } from '../../../../src/errors.ts';
import {
  describeInterface,
  reportFailure,
  summarise,
} from '../../../../src/linux/network/activity.ts';
import type { InterfaceFacts } from '../../../../src/linux/network/interfaces.ts';

const settings: ConnectionSettings = { ip: { method: 'automatic' }, nameServers: [] };
const facts: InterfaceFacts = {
  name: 'eth0',
  kind: 'wired',
  driver: 'e1000e',
  mac: '52:54:00:12:34:56',
  link: 'up',
  addresses: ['192.168.1.20/24'],
};

describe('an interface', () => {
  it('is idle until something is done with it', () => {
    expect(describeInterface(facts, undefined, settings)).toEqual({
      ...facts,
      settings,
      state: 'idle',
    });
  });

  it('is not online any more when its cable is out, and is again when it is back', () => {
    const online = { state: 'online' } as const;
    expect(describeInterface({ ...facts, link: 'down' }, online, settings)).toMatchObject({
      state: 'failed',
      note: { kind: 'link-down' },
    });
    expect(describeInterface(facts, online, settings)).toMatchObject({ state: 'online' });
  });
});

describe('the summary of all', () => {
  it('is the one that is online, with its address', () => {
    const idle = { ...facts, name: 'eth1', state: 'idle' } as const;
    expect(summarise([idle, { ...facts, state: 'online' }])).toEqual({
      kind: 'online',
      name: 'eth0',
      by: '192.168.1.20',
    });
    expect(summarise([idle, { ...facts, state: 'connecting' }])).toEqual({
      kind: 'connecting',
      name: 'eth0',
    });
    expect(summarise([idle])).toEqual({ kind: 'none' });
  });
});

describe('a failure', () => {
  it('keeps its remedy', () => {
    const error = new WebbootError('no-link', 'no cable', {
      subject: 'eth0',
      remedy: 'plug it in',
    });
    expect(reportFailure(error)).toMatchObject({
      code: 'no-link',
      message: 'no cable',
      remedy: 'plug it in',
    });
  });
});
