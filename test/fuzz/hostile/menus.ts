import { readBootEntries } from '../../../src/boot/inspect/boot-entries.ts';
import { memoryTree } from '../../helpers/memory-tree.ts';
import type { HostileCase } from './case.ts';

/** What is read of a file of GRUB's. */
const longest = 512 * 1024;

function fill(unit: string, length = longest): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** Files of an image, in which its menus are looked for. */
const menus: readonly (readonly [string, () => Record<string, string>])[] = [
  ['GRUB: a loop without end', () => grub('while true; do set x=$x$x; done')],
  ['GRUB: loops in loops', () => grub(fill('for i in a b c; do ', 9000) + fill('done;', 3000))],
  ['GRUB: brackets', () => grub(fill('{'))],
  ['GRUB: quotes', () => grub(fill('"\'', 1000))],
  ['GRUB: one word', () => grub(fill('a'))],
  ['GRUB: blanks', () => grub(fill(' \t'))],
  ['GRUB: line ends', () => grub(fill('\n'))],
  ['GRUB: variables', () => grub(`set a=${fill('x', 4000)}\n${fill('set b=$a$a\n')}`)],
  ['GRUB: entries of one name', () => grub(fill('menuentry x { linux /k }\n'))],
  ['GRUB: menus in menus', () => grub(fill('submenu x {\n', 12_000))],
  ['GRUB: a file that reads itself', () => grub(fill('source /boot/grub/grub.cfg\n', 10_000))],
  [
    'GRUB: menus that open themselves',
    () => grub(fill('configfile /boot/grub/grub.cfg\n', 10_000)),
  ],
  [
    'GRUB: a regular expression of nested groups',
    () => grub(fill(`regexp '((a*)*)*b' ${fill('a', 900)}\n`, 100_000)),
  ],
  [
    'GRUB: a regular expression of a long bracket',
    () => grub(fill(`regexp '[${fill('bc', 1000)}]*x' ${fill('b', 1000)}\n`, 200_000)),
  ],
  [
    'GRUB: patterns of stars',
    () => ({
      ...grub(fill(`for i in /d/${fill('*a', 200)}b; do echo $i; done\n`, 100_000)),
      ...Object.fromEntries(
        Array.from({ length: 500 }, (_, index) => [`/d/${fill('a', 200)}${index}`, '']),
      ),
    }),
  ],
  ['syslinux: labels of one name', () => syslinux(fill('label x\nkernel k\nappend a\n', 250_000))],
  ['syslinux: one long line', () => syslinux(`label x\nkernel k\nappend ${fill('a=b ', 250_000)}`)],
  ['syslinux: blanks', () => syslinux(`label x\nkernel${fill('\t', 250_000)}x\t`)],
  ['syslinux: line ends', () => syslinux(fill('\n', 250_000))],
  [
    'syslinux: a file that includes itself',
    () => syslinux(fill('include isolinux.cfg\n', 250_000)),
  ],
  ['syslinux: menus in menus', () => syslinux(fill('menu begin\n', 250_000))],
  [
    'boot loader entries: 2000 of 16 KB',
    () =>
      Object.fromEntries(
        Array.from({ length: 2000 }, (_, index) => [
          `/loader/entries/${index}.conf`,
          `title x\nlinux /k\n${fill('options \ta\n', 16_000)}`,
        ]),
      ),
  ],
  [
    'boot loader entries: versions of many parts',
    () =>
      Object.fromEntries(
        Array.from({ length: 500 }, (_, index) => [
          `/loader/entries/${index}.conf`,
          `title x\nlinux /k\nsort-key a\nversion ${fill('1.', 4000)}${index}\n`,
        ]),
      ),
  ],
];

export const menuCases: readonly HostileCase[] = menus.map(([name, make]) => ({
  name: `menu of ${name}`,
  prepare() {
    const tree = memoryTree({ ...make(), '/k': 'kernel' });
    return (options) => readBootEntries(tree, options);
  },
}));

function grub(text: string): Record<string, string> {
  return { '/boot/grub/grub.cfg': text };
}

function syslinux(text: string): Record<string, string> {
  return { '/isolinux/isolinux.cfg': text };
}
