import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { copiedEntries } from '../../../../src/boot/graft/copied-files.ts';
import { writeCpio } from '../../../../src/formats/cpio/writer.ts';
import { memoryTree } from '../../../helpers/memory-tree.ts';

const folder = { from: '/cde', to: 'tmp/builtin' };

it('TinyCore’s extensions lie where its initramfs looks for built-in ones, parents first', async () => {
  const tree = memoryTree({
    '/boot/core.gz': 'x',
    '/cde/onboot.lst': 'nano.tcz\n',
    '/cde/optional/nano.tcz': 'squashfs',
    '/cde/optional/nano.tcz.dep': 'ncursesw.tcz\n',
  });
  const work = await mkdtemp(join(tmpdir(), 'webboot-copied-'));
  try {
    const archive = writeCpio(await copiedEntries(tree, folder));
    const { stdout } = await execa('cpio', ['-idv', '--quiet'], {
      cwd: work,
      input: archive,
      all: true,
    });
    expect(stdout).toBe('');
    expect(await readFile(join(work, 'tmp/builtin/onboot.lst'), 'utf8')).toBe('nano.tcz\n');
    expect(await readFile(join(work, 'tmp/builtin/optional/nano.tcz'), 'utf8')).toBe('squashfs');
    const listed = await execa('cpio', ['-tv', '--quiet'], { input: archive });
    expect(listed.stdout).toMatch(/^drwxrwxrwt .* tmp$/m);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
});

it('nothing is copied from an image without such a folder', async () => {
  expect(await copiedEntries(memoryTree({ '/boot/core.gz': 'x' }), folder)).toEqual([]);
});
