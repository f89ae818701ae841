import { describe, expect, it } from 'vitest';
import { recognized } from '../../../helpers/families.ts';

const cmdline = 'splash=silent quiet root=live:CDLABEL=LEAP rd.live.image';
const layout = new Set(['/LiveOS', '/boot/x86_64/loader/linux']);

describe('an image that kiwi mastered', () => {
  it('is openSUSE’s by its layout, as both kinds have the same words', () => {
    expect(recognized({ cmdline, layout })).toEqual({ family: 'kiwi-live', line: cmdline });
  });

  it('is Fedora’s if another entry of its menu checks the medium as dracut does', () => {
    const siblings = [cmdline, `${cmdline} rd.live.check`];
    expect(recognized({ cmdline, layout, siblings }).family).toBe('dracut-dmsquash-live');
  });

  it('is what its initrd holds, whatever the layout', () => {
    const dracut = ['usr/sbin/dmsquash-live-root'];
    const kiwi = [...dracut, 'var/lib/dracut/hooks/cmdline/30-parse-kiwi-live.sh'];
    const of = (initrd: readonly string[]) =>
      recognized({ cmdline, layout, initrd: new Set(initrd) }).family;
    expect(of(dracut)).toBe('dracut-dmsquash-live');
    expect(of(kiwi)).toBe('kiwi-live');
  });

  it('is no live image without a live system in it', () => {
    const installer = { cmdline: 'splash=silent mediacheck=1', layout: new Set(layout) };
    installer.layout.delete('/LiveOS');
    expect(recognized(installer).family).toBe('unknown');
  });
});
