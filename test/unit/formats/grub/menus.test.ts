import { describe, expect, it } from 'vitest';
import { evaluateScript } from '../../../helpers/grub.ts';

const entry = (title: string, cmdline: string) =>
  `menuentry "${title}" { linux /k ${cmdline}\n initrd /i }\n`;

async function titles(script: string, files?: Readonly<Record<string, string>>) {
  const { entries } = await evaluateScript(script, files);
  return entries.map(({ title, default: isDefault }) => (isDefault ? `*${title}` : title));
}

describe('a GRUB menu', () => {
  it('gives kernel, initrds and command line of each entry', async () => {
    const { entries } = await evaluateScript(
      'menuentry "Live" --class gnu --id live { linux (cd0)/live/../k/vmlinuz a=1 "b c"\n initrd ($root)/ucode /initrd }',
    );
    expect(entries).toEqual([
      {
        id: 'live',
        title: 'Live',
        source: '/boot/grub/grub.cfg',
        kernel: '/k/vmlinuz',
        initrds: ['/ucode', '/initrd'],
        cmdline: 'a=1 "b c"',
        default: true,
      },
    ]);
  });

  it('leaves out entries that load no Linux kernel, and still counts them for the default', async () => {
    const other =
      'menuentry "Firmware" { fwsetup }\nmenuentry "Other" { linux /k\n chainloader /x }\n';
    expect(await titles(`default=2\n${other}${entry('Live', '')}`)).toEqual(['*Live']);
    expect(await titles(`default=0\n${other}${entry('Live', '')}`)).toEqual(['Live']);
  });

  it.each([
    ['', 'A'],
    ['1', 'B'],
    ['b', 'B'],
    ['B', 'B'],
    ['More>1', 'More > D'],
    ['2>0', 'More > C'],
    ['more>d', 'More > D'],
    ['More', 'More > C'],
    ['99', 'A'],
    ['nonsense', 'A'],
    ['1st', 'B'],
    ['64-bit', 'A'],
    [' 01', 'B'],
    ['0x1', 'B'],
    ['E>>F', 'E>F'],
    ['E>F', 'A'],
  ])('takes default=%s for %s', async (spec, title) => {
    const script = `default="${spec}"
menuentry A { linux /a }
menuentry B --id b { linux /b }
submenu More --id more {
  menuentry C { linux /c }
  menuentry D --id d { linux /d }
}
menuentry 64-bit { linux /g }
menuentry "E>F" { linux /f }`;
    const { entries } = await evaluateScript(script);
    expect(entries.filter((one) => one.default).map((one) => one.title)).toEqual([title]);
  });

  it('gives an entry the arguments of its definition and a context of its own', async () => {
    const { entries } = await evaluateScript(
      `x=outer
menuentry One two 'three 3' { linux /k $# "$1" "$3" $x
  x=inner }
menuentry Next { linux /k $x }`,
    );
    expect(entries.map(({ cmdline }) => cmdline)).toEqual(['3 One "three 3" outer', 'outer']);
  });

  it('shows the menu of a configfile in the place where it was opened', async () => {
    const files = { '/boot/grub/other.cfg': `default=1\n${entry('A', '')}${entry('B', '')}` };
    expect(await titles('configfile $prefix/other.cfg', files)).toEqual(['A', '*B']);
    expect(await titles('menuentry Other { configfile /boot/grub/other.cfg }', files)).toEqual([
      'Other > A',
      '*Other > B',
    ]);
  });

  it('keeps the variables of a configfile from the file that opened it, but not those of a source', async () => {
    const files = { '/a.cfg': 'x=changed' };
    const { output } = await evaluateScript(
      'x=1; configfile /a.cfg; echo $x; . /a.cfg; echo $x',
      files,
    );
    expect(output).toBe('1\nchanged\n');
  });

  it('knows what search found, by file, label and UUID', async () => {
    const script = `search --no-floppy --set=root --label WRONG; echo $?
search --no-floppy --set=a -l 'MY LABEL' --hint hd0; echo $a
search --fs-uuid --set=b 2026-AB; echo $b
search --file --set=c /marker; echo $c
search.file /nothing d; echo "$? [$d]"
probe --set e --label $a; echo $e
probe --set f --fs-uuid ($a); echo $f`;
    const { output } = await evaluateScript(
      script,
      { '/marker': '' },
      { volumeId: 'MY LABEL', uuid: '2026-ab' },
    );
    expect(output.split('\n')).toEqual([
      '5',
      'cd0',
      'cd0',
      'cd0',
      '5 []',
      'MY LABEL',
      '2026-ab',
      '',
    ]);
  });

  it('tests for files, directories and their sizes on the medium only', async () => {
    const { output } = await evaluateScript(
      `for t in -e -f -d -s; do test $t /live/full; echo $?; done
test -s /live/none; echo $?; test -d /live; echo $?; test -f (loop)/live/full; echo $?`,
      { '/live/full': 'x', '/live/none': '' },
    );
    expect(output).toBe('0\n0\n1\n0\n1\n0\n1\n');
  });

  it('takes a class of characters that POSIX has not for its characters', async () => {
    const script = 'insmod regexp; if regexp "[[:valueOf:]]" "a]"; then echo yes; else echo no; fi';
    expect((await evaluateScript(script)).output).toBe('yes\n');
  });

  it('expands wildcards to files once regexp is loaded', async () => {
    const files = { '/l/b_x.cfg': '', '/l/a_x.cfg': '', '/l/c.txt': '' };
    const { output } = await evaluateScript(
      'echo /l/*_x.cfg; insmod regexp; echo /l/*_x.cfg "/l/*" /l/?.txt /none/*; p=/l; echo "$p"/*_x.cfg (cd0)/*/c.txt',
      files,
    );
    expect(output).toBe(
      '/l/*_x.cfg\n/l/a_x.cfg /l/b_x.cfg /l/* /l/c.txt /none/*\n/l/a_x.cfg /l/b_x.cfg (cd0)/l/c.txt\n',
    );
  });

  it('loads an environment block', async () => {
    const block = '# GRUB Environment Block\nsaved_entry=b\nother=1\\\n2\n#########';
    const script = `load_env; echo "$saved_entry $other"; unset other; load_env -f /e other; echo $other`;
    const { output } = await evaluateScript(script, {
      '/boot/grub/grubenv': block,
      '/e': 'other=9',
    });
    expect(output).toBe('b 1\n2\n9\n');
  });

  it('imports Boot Loader Specification entries, newest first, with its own variables filled in', async () => {
    const file = (version: string) =>
      `title Fedora ${version}\nversion ${version}\nlinux /boot/vmlinuz-${version}\ninitrd /boot/initramfs-${version}.img $tuned_initrd\noptions $kernelopts rhgb\nid x\n`;
    const { entries } = await evaluateScript('set kernelopts="root=live ro"\nblscfg', {
      '/loader/entries/f-6.9.1.conf': file('6.9.1'),
      '/loader/entries/f-6.10.2.conf': file('6.10.2'),
    });
    expect(entries).toMatchObject([
      { id: 'f-6.10.2', title: 'Fedora 6.10.2', cmdline: 'root=live ro rhgb', default: true },
      { id: 'f-6.9.1', initrds: ['/boot/initramfs-6.9.1.img'], default: false },
    ]);
  });

  it('lists a kernel that the configuration boots without a menu', async () => {
    const { entries } = await evaluateScript('linux /k quiet; initrd /i; boot');
    expect(entries).toMatchObject([
      { kernel: '/k', initrds: ['/i'], cmdline: 'quiet', default: true },
    ]);
  });

  it('hides what only a hotkey reaches', async () => {
    expect(await titles(`hiddenentry "T" --hotkey t { set x=1 }\n${entry('A', '')}`)).toEqual([
      '*A',
    ]);
  });
});

describe('what a GRUB configuration leaves open', () => {
  const codes = async (script: string, files?: Readonly<Record<string, string>>) => {
    const { entries, problems } = await evaluateScript(script, { '/k': '', ...files });
    return { cmdline: entries[0]?.cmdline, codes: problems.map(({ code }) => code) };
  };

  it('is a parameter without its value, which is left out with a warning', async () => {
    expect(await codes(`menuentry A { linux /k seed=\${own_seed} quiet $unset }`)).toEqual({
      cmdline: 'quiet',
      codes: ['unresolved-variable'],
    });
    const nested = `if [ \${own_seed} ]; then set option="seed=\${own_seed}"; fi
menuentry A { linux /k "\${option}" quiet }`;
    expect(await codes(nested)).toEqual({ cmdline: 'quiet', codes: ['unresolved-variable'] });
  });

  it.each(['findiso', 'iso-scan/filename', 'img_loop', 'fromiso'])(
    'is not %s, which is for images that lie in a file',
    async (name) => {
      const script = `menuentry A { linux /k ${name}=\${iso_path} quiet }`;
      expect(await codes(script)).toEqual({ cmdline: 'quiet', codes: [] });
    },
  );

  it('is not a parameter that is written without a value', async () => {
    expect(await codes('menuentry A { linux /k BOOT_IMAGE= systemd.unit= }')).toEqual({
      cmdline: 'BOOT_IMAGE= systemd.unit=',
      codes: [],
    });
  });

  it('is an unknown command, which is noted and not fatal', async () => {
    expect(await codes('frobnicate 1\nfrobnicate 2\nmenuentry A { linux /k }')).toEqual({
      cmdline: '',
      codes: ['unsupported-command'],
    });
  });

  it('is a kernel on another device, whose entry is left out', async () => {
    const script = 'loopback iso /x.iso\nmenuentry A { linux (iso)/k }';
    expect(await codes(script)).toEqual({ cmdline: undefined, codes: ['menu-incomplete'] });
  });

  it('is a syntax error, which costs its own commands only', async () => {
    const { cmdline, codes: found } = await codes('menuentry B {\n}\nmenuentry A { linux /k }');
    expect(cmdline).toBe('');
    expect(found.every((code) => code === 'menu-incomplete')).toBe(true);
    expect(found.length).toBeGreaterThan(0);
  });
});
