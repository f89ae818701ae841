import { describe, expect, it } from 'vitest';
import { formatArmed, parseArmed } from '../../../../src/core/upgrade/armed.ts';

const upgrade = {
  from: '6.1.0-50-amd64',
  target: '6.12.57+deb13-amd64',
  directory: '/var/lib/webboot/upgrade',
  stage: 'first' as const,
  lastPid: 2906,
  pidLimit: 32768,
  units: ['nginx.service', 'postgresql@17-main.service', 'container:web'],
};

describe('what the next boot is told', () => {
  it('comes back as it was written', () => {
    expect(parseArmed(formatArmed(upgrade))).toEqual(upgrade);
  });

  it.each([
    ['nothing', ''],
    ['a cut line', 'from 6.1\ntar'],
    ['a folder that is not absolute', 'from 6.1\ntarget 6.12\ndirectory x\n'],
    ['a unit that is a path', `${formatArmed(upgrade)}unit ../../x.service\n`],
    ['a container that is an option', `${formatArmed(upgrade)}container --all\n`],
    ['other bytes', '\0\0\0'],
  ])('is no upgrade if it is %s', (_, text) => {
    expect(parseArmed(text)).toBeUndefined();
  });
});
