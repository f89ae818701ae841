import { describe, expect, it } from 'vitest';
import { recognized } from '../../../helpers/families.ts';

describe('a family with one way to be told its medium', () => {
  it.each([
    [
      'dracut-miso',
      'misobasedir=garuda root=miso:LABEL=GARUDA quiet copytoram=y',
      'misobasedir=garuda quiet root=miso:/dev/pmem0',
    ],
    [
      'miso',
      'misobasedir=manjaro misolabel=MJRO copytoram=y',
      'misobasedir=manjaro misolabel=MJRO misodevice=/dev/pmem0',
    ],
    [
      'genkernel',
      'cdroot looptype=squashfs loop=/image.squashfs docache',
      'looptype=squashfs loop=/image.squashfs cdroot=/dev/pmem0',
    ],
    ['puppy', 'pmedia=cd pfix=ram', 'pmedia=cd pfix=ram pdrv=pmem0'],
    ['puppy', 'pmedia=cd pdrv=sr0 psubdir=/p', 'pmedia=cd psubdir=/p pdrv=pmem0'],
    [
      'coreos-live',
      'coreos.liveiso=LIVE ignition.firstboot coreos.liveiso.fromram',
      'coreos.liveiso=LIVE ignition.firstboot',
    ],
  ])('is %s: %s', (family, cmdline, line) => {
    expect(recognized({ cmdline })).toEqual({ family, line });
  });

  it('is Porteus by its folder', () => {
    const found = recognized({ cmdline: 'quiet copy2ram', layout: new Set(['/porteus']) });
    expect(found).toEqual({ family: 'porteus', line: 'quiet from=/dev/pmem0' });
  });
});
