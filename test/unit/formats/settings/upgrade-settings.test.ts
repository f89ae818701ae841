import { describe, expect, it } from 'vitest';
import {
  formatUpgradeSettings,
  parseUpgradeSettings,
} from '../../../../src/formats/settings/upgrade-settings.ts';

describe('the settings of an upgrade', () => {
  it('name services and containers, and come back as they were written', () => {
    const settings = { units: ['nginx.service', 'postgresql@17-main.service', 'container:web'] };
    expect(parseUpgradeSettings(formatUpgradeSettings(settings))).toEqual(settings);
  });

  it.each([
    ['x.socket'],
    ['../x.service'],
    ['a b.service'],
    ['container:'],
    ['container:--all'],
    ['container:a/b'],
    ['container:a\nb'],
  ])('do not name %j', (unit) => {
    expect(() => parseUpgradeSettings(JSON.stringify({ units: [unit] }))).toThrow(
      'upgrade settings',
    );
  });

  it.each([
    ['a unit of another name', ['../x.service']],
    ['too many units', Array.from({ length: 257 }, (_, at) => `a${at}.service`)],
  ])('are not written with %s: nothing could read them again', (_, units) => {
    expect(() => formatUpgradeSettings({ units })).toThrow('upgrade settings');
  });

  it.each(['', '[]', '{"units":"x"}', '{"units":[],"more":1}'])('are not %j', (text) => {
    expect(() => parseUpgradeSettings(text)).toThrow('upgrade settings');
  });
});
