import { describe, expect, it } from 'vitest';
import { inspectTree } from '../../../../src/boot/inspect/inspect-tree.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { blockersOf } from '../../../../src/core/problem.ts';
import { hostFacts, imageSource } from '../../../helpers/facts.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';

const entry = (title: string, kernel: string, initrd = '/live/initrd.img') =>
  `menuentry "${title}" {\n linux ${kernel} boot=live\n initrd ${initrd}\n}\n`;
const kernel = tinyBzimage();
const complete = { '/live/vmlinuz': kernel, '/live/initrd.img': 'initrd' };

async function inspect(menu: string, files: Readonly<Record<string, string | Uint8Array>>) {
  const tree = memoryTree({ '/boot/grub/grub.cfg': menu, ...files });
  const facts = await inspectTree(tree, { size: 1, volumeId: 'X', kind: 'iso9660' });
  return { ...facts, bytesRead: 0 };
}

async function blockers(
  menu: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  chosen?: string,
): Promise<readonly string[]> {
  const { problems } = planBoot({
    source: imageSource(),
    facts: await inspect(menu, files),
    expectation: { kind: 'none', reason: 'a test' },
    host: hostFacts(),
    choice: {
      acceptUnverified: 'demo/standard',
      ...(chosen === undefined ? {} : { entry: chosen }),
    },
  });
  return blockersOf(problems).map(({ code, text }) => `${code}: ${text}`);
}

describe('an entry that cannot be started', () => {
  it.each([
    [
      'a kernel that is missing',
      entry('Live', '/gone'),
      'the kernel /gone, which is not in the image',
    ],
    ['a directory as its kernel', entry('Live', '/live'), 'which is a directory, not a file'],
    ['an empty kernel', entry('Live', '/empty'), 'which is empty'],
    ['a text as its kernel', entry('Live', '/text'), 'it is neither an x86 nor an arm64 kernel'],
    [
      'a multiboot kernel',
      entry('Live', '/elf'),
      'it is an ELF program, such as a multiboot kernel',
    ],
    [
      'a BIOS program',
      entry('Live', '/memtest'),
      'a program for the BIOS, as older memory tests are',
    ],
    [
      'a missing initrd',
      entry('Live', '/live/vmlinuz', '/no'),
      'the initrd /no, which is not in the',
    ],
  ])('for it has %s is a blocker before the download', async (_name, menu, why) => {
    const sector = new Uint8Array(512);
    sector.set([0x55, 0xaa], 510);
    const files = {
      ...complete,
      '/empty': '',
      '/text': 'a stand-in',
      '/elf': '\x7fELF and more',
      '/memtest': sector,
    };
    const [only, ...others] = await blockers(menu, files);
    expect(only).toContain(why);
    expect(others.filter((text) => text.includes('unreadable'))).toEqual([]);
  });

  it('is named by its kernel if the menu shows a bare line', async () => {
    const { entries } = await inspect(entry('', '/live/vmlinuz') + entry(' ', '/gone'), complete);
    expect(entries.map(({ id, title }) => [id, title])).toEqual([
      ['live-vmlinuz', '/live/vmlinuz'],
      ['gone', '/gone'],
    ]);
  });

  it('blocks when it is chosen, and not when another one is', async () => {
    const menu = entry('Broken', '/gone') + entry('Live', '/live/vmlinuz');
    expect(await blockers(menu, complete)).toEqual([]);
    expect(await blockers(menu, complete, 'broken')).toEqual([
      expect.stringContaining('kernel-unreadable'),
    ]);
  });

  it('hands the default on to the next one that is complete, and says so in one line', async () => {
    const menu = `set default=1\n${entry('First', '/live/vmlinuz')}${entry('Gone', '/gone')}${entry('Next', '/live/vmlinuz')}`;
    const { entries, problems } = await inspect(menu, complete);
    expect(entries.map(({ title, default: isDefault }) => [title, isDefault])).toEqual([
      ['First', false],
      ['Gone', false],
      ['Next', true],
    ]);
    expect(problems.map(({ severity, text }) => [severity, text])).toContainEqual([
      'warning',
      "The image's own default cannot be started: “Gone” names the kernel /gone, which is not in the image. “Next” is selected instead.",
    ]);
  });

  it('hands it back to an earlier one where none follows', async () => {
    const menu = `set default=1\n${entry('First', '/live/vmlinuz')}${entry('Gone', '/gone')}`;
    const { entries } = await inspect(menu, complete);
    expect(entries.find((one) => one.default)?.title).toBe('First');
  });

  it('is passed over where the menu has no default that starts Linux', async () => {
    const menu = `set default=0\nmenuentry "Disk" { chainloader +1 }\n${entry('Gone', '/gone')}${entry('Live', '/live/vmlinuz')}`;
    expect(await blockers(menu, complete)).toEqual([]);
  });
});
