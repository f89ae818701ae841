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

  it('names a whichsys.c32 that goes on with no label, and leaves out one that does', async () => {
    const chooser = 'label a\n com32 whichsys.c32\n append -pxe- p -iso- ';
    const disk = await evaluate(`${chooser}chain.c32 hd0\nlabel p\n linux k\n`);
    expect(disk.others).toMatchObject([{ starts: 'a module of syslinux (whichsys.c32)' }]);
    const live = await evaluate(`${chooser}Live\nlabel p\n linux k\nlabel live\n linux k\n`);
    expect([live.others, live.entries.map(({ id }) => id)]).toEqual([[], ['live']]);
  });

  it('says once which file is missing', async () => {
    const { notes } = await evaluate('label a\n config /nope.cfg\nlabel b\n linux k\n');
    expect(notes).toEqual([
      {
        kind: 'missing-file',
        path: '/nope.cfg',
        text: 'a menu goes on with this file, which is not in the image',
      },
    ]);
  });

  it('takes MENU DEFAULT before DEFAULT, DEFAULT before the first label', async () => {
    const labels = 'label a\n kernel k\nlabel b\n kernel k\nlabel c\n kernel k\n';
    expect(await titles(`default vesamenu.c32\n${labels}`)).toEqual(['*/a', 'b', 'c']);
    expect(await titles(`default b args\n${labels}`)).toEqual(['a', '*/b', 'c']);
    expect(await titles(`default menu.c32\nontimeout c\n${labels}`)).toEqual(['a', 'b', '*/c']);
    expect(await titles(`default b\n${labels} menu default\n`)).toEqual(['a', 'b', '*/c']);
  });

  it('takes a MENU DEFAULT of a submenu for the submenu’s own', async () => {
    const submenu = 'menu begin more\nlabel c\n kernel k\n menu default\nmenu end\n';
    const labels = 'label a\n kernel k\nlabel b\n kernel k\n';
    expect(await titles(`${labels} menu default\n${submenu}`)).toEqual(['a', '*/b', 'more/c']);
    expect(await titles(`default b\n${labels}${submenu}`)).toEqual(['a', '*/b', 'more/c']);
    expect(await titles(`${labels}${submenu}`)).toEqual(['*/a', 'b', 'more/c']);
    expect(await titles(`${submenu}${labels}`)).toEqual(['*/more/c', 'a', 'b']);
  });

  it('reads the files that UI or DEFAULT names with a menu module in place of its own labels', async () => {
    const files = {
      '/isolinux/main.cfg': 'label live\n linux k\nlabel safe\n linux k\n menu default\n',
      '/isolinux/more.cfg': 'label more\n linux k\n',
    };
    const own = 'label own\n linux k\n';
    expect(await titles(`UI vesamenu.c32 main.cfg\n${own}`, files)).toEqual(['live', '*/safe']);
    expect(await titles(`default menu.c32 main.cfg more.cfg\n${own}`, files)).toEqual([
      'live',
      '*/safe',
      'more',
    ]);
    expect(await titles(`UI menu.c32 ~ more.cfg\n${own}`, files)).toEqual(['*/more', 'own']);
    expect(await titles(`UI menu.c32 gone.cfg\n${own}`, files)).toEqual(['*/own']);
  });

  it('starts the file of a label’s own name if it names no other', async () => {
    const config = 'default linux\nlabel linux\n append initrd=initrd.img quiet\nlabel gone\n';
    const { entries, others } = await evaluate(config, { '/isolinux/linux': 'kernel' });
    expect(entries).toMatchObject([
      { kernel: '/isolinux/linux', initrds: ['/isolinux/initrd.img'], default: true },
    ]);
    expect(others).toMatchObject([{ title: 'gone' }]);
  });

  it.each([
    ['ifcpu64.c32', 'big quiet -- pae -- small'],
    ['ifcpu.c32', '64 pae -- big -- small'],
    ['ifplop.c32', 'small -- big'],
    ['ifmemdsk.c32', 'small -- big nomodeset'],
    ['whichsys.c32', '-pxe- small -sys- pae -iso- big'],
  ])('%s goes on with what fits a 64-bit machine and an ISO', async (module, append) => {
    const chooser = `default go\nlabel go\n com32 ${module}\n append ${append}\n`;
    const labels = ['small', 'pae', 'big'].map(
      (name) => `label ${name}\n menu hide\n linux ${name}\n`,
    );
    const { entries, others } = await evaluate(chooser + labels.join(''));
    expect(entries).toMatchObject([{ id: 'big', default: true }]);
    expect(others).toEqual([]);
  });

  it('goes on with the configuration that a chooser’s chooser leads to', async () => {
    const files = {
      '/isolinux/cpu.cfg':
        'default sys\nlabel sys\n com32 ifcpu64.c32\n append both -- old\nlabel both\n config both.cfg\nlabel old\n config old.cfg\n',
      '/isolinux/both.cfg': 'label x64\n linux k64\nlabel x32\n linux k32\n',
      '/isolinux/old.cfg': 'label only32\n linux k32\n',
    };
    const config =
      'default go\nlabel go\n com32 whichsys.c32\n append -pxe- pxe -iso- iso\nlabel pxe\n config pxe.cfg\nlabel iso\n config cpu.cfg\n';
    expect(await titles(config, files)).toEqual(['*/x64', 'x32']);
  });

  it('shows a hidden label by the title of the one that goes on with it', async () => {
    const chooser =
      'label gui\n menu label ^Graphical install\n com32 ifcpu64.c32\n append a -- b\n';
    const labels = 'label a\n menu hide\n linux k\nlabel b\n menu hide\n linux k\n';
    expect(await titles(chooser + labels)).toEqual(['*/Graphical install']);
  });

  it('lists a label once whose file several configurations include', async () => {
    const files = {
      '/isolinux/menu.cfg': 'label a\n linux k\nlabel help\n config prompt.cfg\n',
      '/isolinux/prompt.cfg': 'include menu.cfg\nlabel only\n linux k\n',
    };
    expect(await titles('include menu.cfg\n', files)).toEqual(['*/a', 'only']);
  });

  it('gives a submenu’s MENU LABEL to nothing in front of it', async () => {
    const files = { '/isolinux/sub.cfg': 'menu label Sub\nlabel b\n linux k\n' };
    expect(await titles('label a\n linux k\nmenu include sub.cfg Extra\n', files)).toEqual([
      '*/a',
      'Sub/b',
    ]);
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
    // CONFIG alone does not change the directory; its APPEND does.
    expect(entries).toMatchObject([{ id: 'y', kernel: '/isolinux/k', default: true }]);
    const moved = await evaluate('label c\n config /live/c.cfg\n append ../live\n', files);
    expect(moved.entries).toMatchObject([{ id: 'y', kernel: '/live/k', default: true }]);
  });

  it('looks up what a configuration includes in the directory that APPEND names', async () => {
    const { entries, notes } = await evaluate(
      'default go\nlabel go\n config /sys/boot/syslinux/a.cfg\n append /sys/\n',
      {
        '/sys/boot/syslinux/a.cfg': 'default b\nlabel b\n config boot/syslinux/b.cfg\n',
        '/sys/boot/syslinux/b.cfg':
          'include boot/syslinux/head.cfg\nlabel rescue\n linux boot/vmlinuz\n initrd boot/i.img\n',
        '/sys/boot/syslinux/head.cfg': 'menu title Rescue\n',
      },
    );
    expect(notes).toEqual([]);
    expect(entries).toMatchObject([
      { kernel: '/sys/boot/vmlinuz', initrds: ['/sys/boot/i.img'], default: true },
    ]);
  });

  it('lists each entry once where menus lead to each other and back', async () => {
    const back = 'label back\n config /isolinux/isolinux.cfg\n';
    const files = {
      '/isolinux/one.cfg': `label x\n linux k\n${back}label two\n config two.cfg\n`,
      '/isolinux/two.cfg': `label y\n linux k\n${back}label one\n config one.cfg\n`,
    };
    const main = 'label a\n linux k\nlabel one\n config one.cfg\nlabel two\n config two.cfg\n';
    expect(await titles(main, files)).toEqual(['*/a', 'x', 'y']);
  });

  it('starts the kernel that DEFAULT names where no label has that name', async () => {
    const files = { '/isolinux/vmlinuz': 'k' };
    const config = 'append global\ndefault vmlinuz initrd=i.img quiet\nprompt 0\n';
    expect((await evaluate(config, files)).entries).toMatchObject([
      {
        title: 'vmlinuz',
        kernel: '/isolinux/vmlinuz',
        initrds: ['/isolinux/i.img'],
        cmdline: 'global initrd=i.img quiet',
        default: true,
      },
    ]);
    const label = 'label vmlinuz\n linux other\n append own\n';
    expect((await evaluate(`${config}${label}`, files)).entries).toMatchObject([
      { kernel: '/isolinux/other', cmdline: 'own initrd=i.img quiet' },
    ]);
    expect((await evaluate(`ui menu.c32\n${config}`, files)).entries).toEqual([]);
    expect((await evaluate(config)).entries).toEqual([]);
  });

  it('names what starts something else', async () => {
    const { others } = await evaluate(
      'label xen\n kernel mboot.c32\n append xen.gz --- vmlinuz\nlabel disk\n localboot 0x80\nlabel chain\n com32 chain.c32\n',
    );
    expect(others.map(({ title, starts }) => `${title}: ${starts}`)).toEqual([
      'xen: a multiboot kernel, such as Xen or ESXi (mboot.c32)',
      'disk: another disk',
      'chain: another boot loader (chain.c32)',
    ]);
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
