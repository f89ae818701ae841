import { describe, expect, it } from 'vitest';
import { mergeSettings } from '../../../../src/core/settings/settings.ts';
import { parseWebbootParameters } from '../../../../src/core/settings/webboot-parameters.ts';

describe('parameters of the kernel command line', () => {
  it('are read, and those of others left alone', () => {
    const parameters = parseWebbootParameters(
      'console=ttyS0 webboot.auto webboot.distro=debian "webboot.append=a b" ip=dhcp webboot.ui=line',
    );
    expect(parameters).toEqual({
      distro: 'debian',
      append: 'a b',
      ui: 'line',
      auto: true,
      restarted: false,
      problems: [],
    });
  });

  it('that are wrong are told and left out, and the others count', () => {
    const parameters = parseWebbootParameters(
      'webboot.countdown=soon webboot.vlan=4095 webboot.colour=red webboot.keymap=us webboot.ui=big',
    );
    expect(parameters).toMatchObject({ keymap: 'us' });
    expect(parameters).not.toHaveProperty('vlan');
    expect(parameters.problems).toEqual([
      'webboot.countdown is ignored: it must be a whole number from 0 to 3600, not soon.',
      'webboot.vlan is ignored: it must be a whole number from 1 to 4094, not 4095.',
      'webboot.colour is ignored: there is no such parameter.',
      'webboot.ui is ignored: it must be screen or line, not big.',
    ]);
  });

  it.each([
    ['webboot.stick=AB12 webboot.stick-key=', { id: 'ab12', keyless: false }],
    ['webboot.stick=ab12 webboot.stick-key=0f', { id: 'ab12', key: '0f', keyless: false }],
    ['webboot.esp=1234-ABCD webboot.stick=ab12', { id: 'ab12', keyless: true }],
    ['webboot.stick-key=0f webboot.esp=1234-ABCD', undefined],
  ])('tell the stick that webboot came from: %s', (cmdline, stick) => {
    const parameters = parseWebbootParameters(cmdline);
    expect(parameters.stick).toEqual(stick);
    expect(parameters.problems).toEqual([]);
  });

  it('never show a wrong proxy, which may have a password in it', () => {
    const { problems } = parseWebbootParameters('webboot.proxy=ftp://me:hunter22@proxy');
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('hunter22');
  });

  it('take a proxy without its scheme', () => {
    expect(parseWebbootParameters('webboot.proxy=proxy:3128').proxy).toBe('http://proxy:3128');
  });
});

describe('settings of file and command line together', () => {
  it('are those of the command line where both have one', () => {
    expect(mergeSettings({ keymap: 'us', ui: 'line' }, { keymap: 'uk' })).toEqual({
      keymap: 'uk',
      ui: 'line',
    });
  });

  it('are one choice of what to boot, not half of each', () => {
    const file = { url: 'http://a/b.iso', entry: 'live', countdown: 5 };
    expect(mergeSettings(file, { distro: 'debian' })).toEqual({ distro: 'debian', countdown: 5 });
  });

  it('name a language that there is, and say which there are otherwise', () => {
    const good = parseWebbootParameters('webboot.lang=de webboot.speech=yes');
    expect(good).toMatchObject({ lang: 'de', speech: 'yes', problems: [] });
    const bad = parseWebbootParameters('webboot.lang=../de webboot.speech=loud');
    expect(bad).not.toHaveProperty('lang');
    expect(bad.problems).toEqual([
      'webboot.lang is ignored: it must be one of en, de, not ../de.',
      'webboot.speech is ignored: it must be yes or no, not loud.',
    ]);
    expect(parseWebbootParameters('webboot.lang=toString').problems).toHaveLength(1);
  });
});
