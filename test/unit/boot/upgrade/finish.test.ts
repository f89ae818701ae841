import { describe, expect, it } from 'vitest';
import { finishUpgrade } from '../../../../src/boot/upgrade/finish.ts';
import { FormatError } from '../../../../src/errors.ts';
import { recordedUpgrade } from '../../../helpers/recorded-upgrade.ts';

const upgrade = {
  from: '6.1.0-50-amd64',
  target: '6.12.57',
  directory: '/checkpoints',
  stage: 'first' as const,
  lastPid: 2900,
  pidLimit: 32_768,
  units: ['counter.service', 'web.service'],
};
const jumped = {
  ...{ at: '', from: upgrade.from, to: upgrade.target, state: 'jumped' as const },
  ...{ planned: [], marks: { locked: 1000 } },
};

const found = { upgrade, tried: true, triedNow: true, marks: { early: 40_000 } };

async function finish(given: Parameters<typeof recordedUpgrade>[0], running = upgrade.target) {
  const machine = recordedUpgrade(given);
  machine.kept.push(jumped);
  const record = await finishUpgrade(machine, { running, clock: () => 43_000 });
  return { machine, record };
}

describe('the end of an upgrade', () => {
  it('does nothing if there was none', async () => {
    const { machine, record } = await finish({});
    expect(record).toBeUndefined();
    expect(machine.acts).toEqual([]);
  });

  it('wipes what an upgrade left that was cut off before the jump', async () => {
    const { machine, record } = await finish({ leftOver: '/checkpoints' });
    expect(record).toBeUndefined();
    expect(machine.acts).toEqual(['disarm', 'wipe']);
  });

  it('frees the network first, then starts afresh what did not come back, and wipes the checkpoints', async () => {
    const { machine, record } = await finish({
      found: { ...found, restored: new Set(['counter.service']) },
      active: ['counter.service'],
    });
    expect(machine.acts).toEqual(['unlock', 'disarm', 'unshield', 'start web.service', 'wipe']);
    expect(record).toMatchObject({
      state: 'arrived',
      freezeMs: 42_000,
      marks: { locked: 1000, early: 40_000, freed: 43_000 },
      outcomes: [
        { unit: 'counter.service', level: 'restored' },
        { unit: 'web.service', level: 'restarted' },
      ],
    });
  });

  it('wipes the checkpoints, which hold secrets, although the record is damaged or cannot be kept', async () => {
    const machine = recordedUpgrade({ found: { ...found, restored: new Set(upgrade.units) } });
    const now = { running: upgrade.target, clock: () => 43_000 };
    const last = () => Promise.reject(new FormatError('upgrade record', 0, 'no JSON'));
    expect(await finishUpgrade({ ...machine, last }, now)).toMatchObject({ state: 'arrived' });
    expect(machine.acts.at(-1)).toBe('wipe');
    machine.acts.length = 0;
    const keep = () => Promise.reject(new Error('no space'));
    await expect(finishUpgrade({ ...machine, keep }, now)).rejects.toThrow('no space');
    expect(machine.acts.at(-1)).toBe('wipe');
  });

  it('does not call restored what died again', async () => {
    const { record } = await finish({
      found: { ...found, restored: new Set(upgrade.units) },
      active: ['web.service'],
    });
    expect(record?.outcomes?.map(({ level }) => level)).toEqual(['restarted', 'restored']);
  });

  it.each([
    ['came-back', upgrade.from, { tried: true, triedNow: true }],
    ['abandoned', '5.10', { tried: false, triedNow: false }],
    ['interrupted', upgrade.target, { tried: true, triedNow: false }],
  ] as const)('says what became of it: %s', async (state, running, how) => {
    const restored = new Set(how.triedNow ? upgrade.units : []);
    const active = upgrade.units;
    const { record, machine } = await finish(
      { found: { ...found, ...how, restored }, active },
      running,
    );
    expect(record?.state).toBe(state);
    expect(machine.acts.filter((act) => act.startsWith('start'))).toEqual([]);
    expect(machine.acts.at(-1)).toBe('wipe');
  });
});
