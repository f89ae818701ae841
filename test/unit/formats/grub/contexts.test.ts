import { describe, expect, it } from 'vitest';
import { evaluateGrub } from '../../../../src/formats/grub/evaluate.ts';
import { listGrubEntries } from '../../../../src/formats/grub/menu.ts';
import { evaluateScript } from '../../../helpers/grub.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';

const main = `set default=1
set extra=quiet
set shared=seen
export shared
configfile /boot/grub/inner.cfg
`;
const inner = `menuentry "First" {
 linux /vmlinuz extra=[$extra] shared=[$shared]
}
menuentry "Second" {
 linux /vmlinuz two $extra
}
submenu "More" {
  menuentry "Third $extra" {
   linux /vmlinuz three y=$shared
  }
}
`;

async function evaluate(fedora: boolean): Promise<readonly string[]> {
  const tree = memoryTree({ '/boot/grub/grub.cfg': main, '/boot/grub/inner.cfg': inner });
  const platform = { cpu: 'x86_64', platform: 'efi', fedora };
  const { menu } = await evaluateGrub(tree, '/boot/grub/grub.cfg', platform);
  return listGrubEntries(menu).map(
    ({ entry, default: isDefault }) =>
      `${isDefault ? '*' : ''}${entry.title}: ${entry.linux?.cmdline}`,
  );
}

describe('a context that configfile or a submenu opens', () => {
  it('has the exported variables only, and a default of its own', async () => {
    expect(await evaluate(false)).toEqual([
      '*First: extra=[] shared=[seen]',
      'Second: two',
      'Third : three y=seen',
    ]);
  });

  it("has all variables in Fedora's GRUB", async () => {
    expect(await evaluate(true)).toEqual([
      'First: extra=[quiet] shared=[seen]',
      '*Second: two quiet',
      'Third quiet: three y=seen',
    ]);
  });

  it('keeps what an entry sees: all variables of its own menu', async () => {
    const { entries } = await evaluateScript('set a=1\nmenuentry A { linux /k a=$a }');
    expect(entries[0]?.cmdline).toBe('a=1');
  });
});

describe('a menu', () => {
  it('starts with its first item where no default is set, whatever item has no name', async () => {
    const script =
      'menuentry "Live" { linux /k one }\nsubmenu "" { menuentry "Wipe" { linux /k wipe } }';
    const { entries } = await evaluateScript(script);
    expect(entries.map(({ title, default: isDefault }) => [title, isDefault])).toEqual([
      ['Live', true],
      ['Wipe', false],
    ]);
  });

  it('lists entries once where many menus lead to each other, without a warning', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const links = names
      .map((name) => `menuentry "to ${name}" { configfile /boot/grub/${name}.cfg }\n`)
      .join('');
    const files = Object.fromEntries(
      names.map((name) => [
        `/boot/grub/${name}.cfg`,
        `menuentry "${name}" { linux /k ${name} }\n${links}`,
      ]),
    );
    const { entries, problems } = await evaluateScript(links, files);
    expect(problems).toEqual([]);
    expect(entries.map(({ cmdline }) => cmdline).sort()).toEqual([...names].sort());
  });

  it.each([
    [
      'chainloader /EFI/Microsoft/Boot/bootmgfw.efi',
      'another boot loader (/EFI/Microsoft/Boot/bootmgfw.efi)',
    ],
    [
      'multiboot2 /boot/xen.gz placeholder\n module2 /boot/vmlinuz\n',
      'the Xen hypervisor (/boot/xen.gz)',
    ],
    ['multiboot /boot/ipxe.lkrn', 'a multiboot kernel (/boot/ipxe.lkrn)'],
    ['xen_hypervisor /xen', 'the Xen hypervisor (/xen)'],
    ['ntldr /bootmgr', "Windows' boot loader (/bootmgr)"],
    ['fwsetup', "the firmware's setup"],
  ])('names an entry of `%s` for what it is', async (body, what) => {
    const { entries, others } = await evaluateScript(`menuentry "Other" { ${body} }`);
    expect(entries).toEqual([]);
    expect(others).toEqual([
      {
        title: 'Other',
        source: '/boot/grub/grub.cfg',
        reason: `It starts ${what}, not a Linux kernel.`,
      },
    ]);
  });

  it('asks the processor for its bits, not the image', async () => {
    const script = 'if cpuid -l; then k=64; else k=32; fi\nmenuentry A { linux /k$k }';
    const { entries } = await evaluateScript(script, { '/EFI/BOOT/BOOTIA32.EFI': '' });
    expect(entries[0]?.kernel).toBe('/k64');
  });

  it('has no alarm for a bare name of a variable', async () => {
    const { problems } = await evaluateScript('grub_platform\nmenuentry A { linux /k }');
    expect(problems).toEqual([]);
  });
});

describe('a default that begins with a digit', () => {
  it.each([
    [false, '64-bit system', 'First'],
    [true, '64-bit system', '64-bit system'],
    [true, '9eef', 'Other'],
    [true, '1', '64-bit system'],
    [true, 'More>1', 'D'],
  ])('is a number, unless the image’s GRUB is Fedora’s (%s): %s', async (fedora, spec, title) => {
    const script = `default='${spec}'
menuentry First { linux /a }
menuentry '64-bit system' { linux /b }
menuentry Other --id 9eef { linux /c }
submenu More { menuentry C { linux /c }; menuentry D { linux /d } }
`;
    const tree = memoryTree({ '/boot/grub/grub.cfg': script });
    const platform = { cpu: 'x86_64', platform: 'efi', fedora };
    const { menu } = await evaluateGrub(tree, '/boot/grub/grub.cfg', platform);
    const chosen = listGrubEntries(menu, { fedora }).find((entry) => entry.default);
    expect(chosen?.entry.title).toBe(title);
  });
});
