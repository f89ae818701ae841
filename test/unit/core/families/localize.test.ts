import { describe, expect, it } from 'vitest';
import { parseCmdline } from '../../../../src/core/cmdline.ts';
import { knownFamilies, rulesOf } from '../../../../src/core/families/family.ts';
import { localeParameters, speaks } from '../../../../src/core/families/localize.ts';
import { planCmdline } from '../../../../src/core/plan/target-cmdline.ts';
import { localeOf } from '../../../../src/core/settings/locale-of.ts';

const german = { language: 'de', keymap: 'de-latin1-nodeadkeys' } as const;

const told = {
  'live-boot': 'locales=de_DE.UTF-8 keyboard-layouts=de keyboard-variants=nodeadkeys',
  casper: 'locale=de_DE.UTF-8 console-setup/layoutcode=de console-setup/variantcode=nodeadkeys',
  'dracut-dmsquash-live':
    'locale.LANG=de_DE.UTF-8 rd.vconsole.keymap=de-nodeadkeys vconsole.keymap=de-nodeadkeys',
  'kiwi-live':
    'locale.LANG=de_DE.UTF-8 rd.vconsole.keymap=de-nodeadkeys vconsole.keymap=de-nodeadkeys',
  anaconda: 'inst.lang=de_DE.UTF-8 inst.keymap=de',
  'debian-installer': 'locale=de_DE.UTF-8 keymap=de',
} as const;

const families = knownFamilies.filter((family) => family in told) as (keyof typeof told)[];

describe('the language and the keyboard layout that a person chose', () => {
  it.each(families)('are handed on to %s in its own words', (family) => {
    expect(localeParameters(family, [], german).join(' ')).toBe(told[family]);
  });

  it('are handed on to no family of which nothing is known', () => {
    const others = [...knownFamilies.filter((family) => !(family in told)), 'unknown'] as const;
    for (const family of others) expect(localeParameters(family, [], german), family).toEqual([]);
    expect(families).toHaveLength(Object.keys(told).length);
  });

  it.each(families)('give way in %s to what the image or the person says', (family) => {
    const { language, keyboard } = rulesOf(family).localizes ?? {};
    const both = localeParameters(family, [], german);
    const words = language?.parameters('de_DE.UTF-8') ?? [];
    for (const name of language?.names ?? []) {
      const lines = [parseCmdline('quiet'), parseCmdline(`${name}=fr`)];
      const rest = localeParameters(family, lines, german);
      expect(
        rest.filter((word) => words.includes(word)),
        name,
      ).toEqual([]);
    }
    for (const name of keyboard?.names ?? []) {
      const rest = localeParameters(family, [parseCmdline(`${name}=fr`)], german);
      expect(
        both.slice(words.length).filter((word) => rest.includes(word)),
        name,
      ).toEqual([]);
    }
  });

  it.each(families)('never add to %s a word that it would not give way to', (family) => {
    const added = parseCmdline(localeParameters(family, [], german).join(' '));
    expect(localeParameters(family, [added], german)).toEqual([]);
  });

  it.each([
    ['archiso', 'accessibility=on'],
    ['casper', 'access=v3'],
    ['debian-installer', 'speakup.synth=soft'],
  ] as const)('start the screen reader of %s, unless its line says otherwise', (family, word) => {
    const given = (line: string) =>
      localeParameters(family, [parseCmdline(line)], { speech: true });
    expect(given('quiet')).toEqual([word]);
    expect(given(`quiet ${word}`)).toEqual([]);
    expect(given(`quiet ${word.replace(/=.*/, '=other')}`)).toEqual([]);
    expect(speaks(family, parseCmdline(`quiet ${word}`))).toBe(true);
    expect(speaks(family, parseCmdline('quiet'))).toBe(false);
  });

  it('find nothing that speaks in a family of which no such word is known', () => {
    expect(localeParameters('live-boot', [], { speech: true })).toEqual([]);
    expect(speaks('live-boot', parseCmdline('speakup.synth=soft'))).toBe(false);
    expect(localeOf({ speech: 'yes' })).toEqual({ speech: true });
    expect(localeOf({ speech: 'no' })).toEqual({});
  });

  it('are nothing if nothing was chosen, and a layout that nobody knows is none', () => {
    expect(localeParameters('live-boot', [], {})).toEqual([]);
    expect(localeParameters('live-boot', [], { keymap: 'klingon' })).toEqual([]);
    expect(localeParameters('live-boot', [], { language: 'en' })).toEqual(['locales=en_US.UTF-8']);
    expect(localeOf({})).toEqual({});
    expect(localeOf({ lang: 'de', keymap: 'de' })).toEqual({ language: 'de', keymap: 'de' });
    expect(localeParameters('live-boot', [], localeOf({ keymap: 'ch' }))).toEqual([
      'keyboard-layouts=ch',
    ]);
  });

  it('stand in the command line of the target, unless what is appended names them', () => {
    const plan = (extra: readonly string[]) =>
      planCmdline({
        cmdline: 'boot=casper quiet ---',
        family: 'casper',
        device: '/dev/pmem0',
        volumeId: 'X',
        consoles: [],
        localize: { language: 'de' },
        extra,
      });
    expect(plan([''])).toBe(
      'boot=casper quiet live-media=/dev/pmem0 nopersistent locale=de_DE.UTF-8 ---',
    );
    expect(plan(['locale=fr_FR.UTF-8'])).not.toContain('de_DE');
  });
});
