import { describe, expect, it } from 'vitest';
import type { UpgradeRecord } from '../../../../src/core/upgrade/upgrade-record.ts';
import { parseUpgradeRecord } from '../../../../src/formats/settings/upgrade-record.ts';

const record: UpgradeRecord = {
  at: '2026-12-01T10:00:00.000Z',
  from: '6.1.0-50-amd64',
  to: '6.12.57+deb13-amd64',
  state: 'arrived',
  planned: [{ unit: 'nginx.service', verdict: 'carried' }],
  marks: { locked: 1000, freed: 43_000 },
  outcomes: [{ unit: 'nginx.service', level: 'restored' }],
  freezeMs: 42_000,
};
const { outcomes: _, freezeMs: __, ...early } = record;

describe('the record of an upgrade', () => {
  it.each([
    ['before the jump', early],
    ['after it', record],
  ])('comes back as it was written %s', (_when, given) => {
    expect(parseUpgradeRecord(JSON.stringify(given))).toEqual(given);
  });

  it.each([
    ['nothing', ''],
    ['half of one', JSON.stringify(record).slice(0, 80)],
    ['other JSON', 'null'],
    ['a state that is none', JSON.stringify({ ...record, state: 'toString' })],
    ['marks that are no numbers', JSON.stringify({ ...record, marks: { locked: 'x' } })],
    ['units that are no list', JSON.stringify({ ...record, planned: { length: 1e9 } })],
    ['deep brackets', '['.repeat(100_000)],
  ])('is not %s', (_what, text) => {
    expect(() => parseUpgradeRecord(text)).toThrow('upgrade record');
  });
});
