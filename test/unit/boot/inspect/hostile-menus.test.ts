import { describe, expect, it } from 'vitest';
import { readBootEntries } from '../../../../src/boot/inspect/boot-entries.ts';
import type { FileTree } from '../../../../src/ports/file-tree.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';

const endless = 'i=0\nwhile true; do i=$i; done\n';

function manyFiles(count: number, path: (index: number) => string, content: string | Uint8Array) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [path(index), content]));
}

function countOpened(tree: FileTree): { readonly tree: FileTree; readonly opened: Set<string> } {
  const opened = new Set<string>();
  const open: FileTree['open'] = (path) => {
    opened.add(path);
    return tree.open(path);
  };
  return { tree: { ...tree, open }, opened };
}

describe('an image with thousands of menus', () => {
  it('has a few of them evaluated if each costs all that one may cost', async () => {
    const files = manyFiles(3000, (index) => `/boot/grub/part-${index}.cfg`, endless);
    const { tree, opened } = countOpened(memoryTree(files));
    const { entries, problems } = await readBootEntries(tree);
    expect(entries).toEqual([]);
    expect(problems.map(({ code }) => code)).not.toContain('bug');
    expect(opened.size).toBeLessThan(16);
  });

  it('has some of them evaluated if they cost nothing', async () => {
    const files = manyFiles(3000, (index) => `/boot/grub/part-${index}.cfg`, 'set a=1\n');
    const { tree, opened } = countOpened(memoryTree(files));
    await readBootEntries(tree);
    expect(opened.size).toBeLessThan(300);
  });

  it('is given up between two of them by a cancel', async () => {
    const cancel = new AbortController();
    const files = manyFiles(30, (index) => `/boot/grub/part-${index}.cfg`, endless);
    const reading = readBootEntries(memoryTree(files), { signal: cancel.signal });
    setImmediate(() => cancel.abort());
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an image with thousands of unified kernel images of 32 profiles', () => {
  it('has no longer a menu than anybody reads', async () => {
    const files = manyFiles(3000, (index) => `/EFI/Linux/part-${index}.efi`, profiles(32));
    const { entries } = await readBootEntries(memoryTree(files));
    expect(entries.length).toBe(2000);
  });
});

/** `.linux`, and so many `.profile` sections. */
function profiles(count: number): Uint8Array {
  const file = new Uint8Array(8192);
  const view = new DataView(file.buffer);
  const ascii = (text: string, at: number) => file.set(new TextEncoder().encode(text), at);
  const section = (index: number, name: string, offset: number, length: number) => {
    const at = 88 + 40 * index;
    ascii(name, at);
    view.setUint32(at + 8, length, true);
    view.setUint32(at + 16, length, true);
    view.setUint32(at + 20, offset, true);
  };
  ascii('MZ', 0);
  view.setUint32(0x3c, 64, true);
  ascii('PE\0\0', 64);
  view.setUint16(70, count + 1, true);
  section(0, '.linux', 4096, 1024);
  for (let index = 1; index <= count; index += 1) section(index, '.profile', 6000, 14);
  ascii('ID=a\nTITLE=b\n', 6000);
  return file;
}
