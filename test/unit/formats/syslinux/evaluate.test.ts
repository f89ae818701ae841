import { describe, expect, it } from 'vitest';
import { evaluateSyslinux } from '../../../../src/formats/syslinux/evaluate.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';

async function evaluate(config: string, files: Readonly<Record<string, string>> = {}) {
  const tree = memoryTree({ '/isolinux/isolinux.cfg': config, ...files });
  return evaluateSyslinux(tree, '/isolinux/isolinux.cfg');
}

async function titles(config: string, files?: Readonly<Record<string, string>>) {
  const { entries } = await evaluate(config, files);
  return entries.map(({ above, title, default: isDefault }) =>
    [isDefault ? '*' : '', ...above, title].join('/').replace(/^\//, ''),
  );
}

describe('a syslinux configuration', () => {
  it('takes the initrd from APPEND or from INITRD, whatever the case of keywords', async () => {
    const { entries } = await evaluate(`
LABEL one
  kernel vmlinuz
  APPEND initrd=a.img,/b.img quiet
Label two
  LINUX /live/vmlinuz
  Initrd /live/initrd
  append boot=live
`);
    expect(entries).toMatchObject([
      {
        id: 'one',
        kernel: '/isolinux/vmlinuz',
        initrds: ['/isolinux/a.img', '/b.img'],
        cmdline: 'initrd=a.img,/b.img quiet',
      },
      { kernel: '/live/vmlinuz', initrds: ['/live/initrd'], cmdline: 'boot=live' },
    ]);
  });

  it('gives labels without APPEND the global one, and none to `APPEND -`', async () => {
    const { entries } = await evaluate(
      'append global\nlabel a\n kernel k\nlabel b\n kernel k\n append -\nlabel c\n kernel k own\n append local',
    );
    expect(entries.map(({ cmdline }) => cmdline)).toEqual(['global', '', 'own local']);
  });

  it('leaves out modules, local boots, boot sectors and hidden labels', async () => {
    const config = ['kernel chain.c32', 'com32 reboot.c32', 'localboot 0x80', 'kernel boot.bin']
      .map((line, index) => `label x${index}\n ${line}\n`)
      .join('');
    // The first label is the default, and it is none of these.
    expect(await titles(`${config}label h\n menu hide\n linux k\nlabel k\n linux k.bin\n`)).toEqual(
      ['k'],
    );
  });

  it('takes MENU DEFAULT before DEFAULT, DEFAULT before the first label', async () => {
    const labels = 'label a\n kernel k\nlabel b\n kernel k\nlabel c\n kernel k\n';
    expect(await titles(`default vesamenu.c32\n${labels}`)).toEqual(['*/a', 'b', 'c']);
    expect(await titles(`default b args\n${labels}`)).toEqual(['a', '*/b', 'c']);
    expect(await titles(`default menu.c32\nontimeout c\n${labels}`)).toEqual(['a', 'b', '*/c']);
    expect(await titles(`default b\n${labels} menu default\n`)).toEqual(['a', 'b', '*/c']);
  });

  it('nests MENU BEGIN and strips hotkeys from titles', async () => {
    expect(
      await titles(`
menu title Main
label a
  menu label ^Start
  kernel k
menu begin ^more
  menu title More things
  label b
    menu label E^xpert
    kernel k
    text help
      label not-a-label
      kernel no
    endtext
  menu begin
    menu label Deeper
    label c
      kernel k
  menu end
  label back
    menu exit
menu end
label d
  kernel k
`),
    ).toEqual(['*/Start', 'More things/Expert', 'More things/Deeper/c', 'd']);
  });

  it('includes files relative to the first one, as a submenu where a title is given', async () => {
    const files = {
      '/isolinux/sub/inc.cfg': 'label i\n kernel vm\n include two.cfg\n',
      '/isolinux/two.cfg': 'label t\n kernel /abs\n',
    };
    expect(await titles('include sub/inc.cfg\nmenu include two.cfg Extra ^menu', files)).toEqual([
      '*/i',
      't',
      'Extra menu/t',
    ]);
    const { entries } = await evaluate('include sub/inc.cfg', files);
    expect(entries[0]).toMatchObject({ kernel: '/isolinux/vm', path: '/isolinux/sub/inc.cfg' });
  });

  it('follows CONFIG and menu modules with a file, but not in circles', async () => {
    const files = {
      '/isolinux/adv.cfg':
        'label x\n linux k\nlabel back\n kernel vesamenu.c32\n append isolinux.cfg\n',
      '/live/c.cfg': 'label y\n linux k\n',
    };
    expect(
      await titles(
        'label a\n linux k\nlabel adv\n menu label Advanced\n kernel vesamenu.c32\n append adv.cfg\nlabel c\n config /live/c.cfg\n',
        files,
      ),
    ).toContain('Advanced/x');
    const { entries } = await evaluate('label c\n config /live/c.cfg\n', files);
    expect(entries).toMatchObject([{ id: 'y', kernel: '/live/k', default: true }]);
  });

  it('starts the kernel that linux.c32 is given', async () => {
    const { entries } = await evaluate('label a\n com32 linux.c32\n append /k initrd=/i quiet\n');
    expect(entries).toMatchObject([{ kernel: '/k', initrds: ['/i'], cmdline: 'initrd=/i quiet' }]);
  });

  it('stops at includes that include themselves, and says so', async () => {
    const { entries, notes } = await evaluate('label a\n linux k\ninclude isolinux.cfg\n');
    expect(entries.length).toBeGreaterThan(0);
    expect(notes.map(({ kind }) => kind)).toEqual(['limit']);
  });

  it('says which include is missing', async () => {
    const { notes } = await evaluate('include nothing.cfg');
    expect(notes).toMatchObject([{ kind: 'missing-file', path: '/isolinux/nothing.cfg' }]);
  });
});
