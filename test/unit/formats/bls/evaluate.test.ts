import { describe, expect, it } from 'vitest';
import { evaluateBls } from '../../../../src/formats/bls/evaluate.ts';
import { compareVersions } from '../../../../src/formats/bls/version-order.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';

async function evaluate(files: Readonly<Record<string, string>>, architecture = 'x86_64') {
  const inLoader = Object.entries(files).map(([name, text]) => [`/loader/${name}`, text]);
  return evaluateBls(memoryTree(Object.fromEntries(inLoader)), '/loader', architecture);
}

describe('boot loader entries', () => {
  it('join several options and initrd lines and ignore unknown keys and comments', async () => {
    const { entries } = await evaluate({
      'entries/a.conf':
        '# comment\ntitle\tA title\nlinux /k\ninitrd /u\ninitrd /i\noptions one two\noptions three\nnew-key x\nempty\n',
    });
    expect(entries).toEqual([
      {
        id: 'a',
        title: 'A title',
        path: '/loader/entries/a.conf',
        kernel: '/k',
        initrds: ['/u', '/i'],
        cmdline: 'one two three',
        default: true,
      },
    ]);
  });

  it('are no files of the names that systemd-boot makes up itself', async () => {
    const files = { 'entries/auto-x.conf': 'linux /a', 'entries/autumn.conf': 'linux /b' };
    const { entries } = await evaluate(files);
    expect(entries.map(({ id }) => id)).toEqual(['autumn']);
  });

  it('come by sort key, then by version with the newest first, failed ones last', async () => {
    const { entries } = await evaluate({
      'entries/z.conf': 'linux /z',
      'entries/y.conf': 'linux /y',
      'entries/b1.conf': 'linux /b\nsort-key b\nversion 6.9',
      'entries/b2.conf': 'linux /b\nsort-key b\nversion 6.10',
      'entries/a.conf': 'linux /a\nsort-key a\nversion 1',
      'entries/0bad+0-3.conf': 'linux /bad\nsort-key 0',
      'entries/try+2.conf': 'linux /t\nsort-key c',
    });
    expect(entries.map(({ id }) => id)).toEqual(['a', 'b2', 'b1', 'try', 'z', 'y', '0bad']);
  });

  it('take the default of loader.conf, a pattern, before the first', async () => {
    const files = { 'entries/a.conf': 'linux /a', 'entries/b-1.conf': 'linux /b' };
    const chosen = async (loader: string) => {
      const { entries } = await evaluate({ ...files, 'loader.conf': loader });
      return entries.find((entry) => entry.default)?.id;
    };
    expect(await chosen('timeout 3\ndefault a.conf')).toBe('a');
    expect(await chosen('default b-*')).toBe('b-1');
    expect(await chosen('default nothing')).toBe('b-1');
  });

  it('leave out other architectures, and give an EFI program as their kernel', async () => {
    const files = {
      'entries/a.conf': 'linux /a\narchitecture x64',
      'entries/b.conf': 'linux /b\narchitecture AA64',
      'entries/c.conf': 'efi /shell.efi',
    };
    expect((await evaluate(files)).entries.map(({ kernel }) => kernel)).toEqual([
      '/shell.efi',
      '/a',
    ]);
    expect((await evaluate(files, 'arm64')).entries.map(({ kernel }) => kernel)).toEqual([
      '/shell.efi',
      '/b',
    ]);
  });

  it('never give the kernel a variable that only GRUB would have filled in', async () => {
    const { entries, notes } = await evaluate({
      'entries/a.conf': 'linux /a\noptions $kernelopts ro',
    });
    expect(entries[0]?.cmdline).toBe('ro');
    expect(notes).toMatchObject([{ kind: 'unresolved' }]);
  });
});

describe('version order', () => {
  // Each is older than the next; most are the examples of the Version Format Specification.
  const order = [
    '122.1~rc1',
    '122.1',
    '123~rc1-1',
    '123',
    '123-a',
    '123-a.1',
    '123-1',
    '123-1.1',
    '123^post1',
    '123.a-1',
    '123.1-1',
    '123a-1',
    '124-1',
  ];
  it('agrees with the examples of its specification', () => {
    for (const [index, older] of order.entries()) {
      for (const newer of order.slice(index + 1)) {
        expect(`${older} ${compareVersions(older, newer)} ${newer}`).toBe(`${older} -1 ${newer}`);
        expect(compareVersions(newer, older)).toBe(1);
      }
    }
  });
  it('compares numbers of any length and takes equal versions as equal', () => {
    expect(compareVersions('9'.repeat(100), `1${'0'.repeat(100)}`)).toBe(-1);
    expect(compareVersions('6.012', '6.12')).toBe(0);
  });
});
