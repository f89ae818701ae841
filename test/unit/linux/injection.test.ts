import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInjection } from '../../../src/linux/injection.ts';
import { scratchDirectory } from '../../helpers/isos.ts';

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
beforeEach(async () => {
  scratch = await scratchDirectory();
});
afterEach(() => scratch.remove());

async function folderOf(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(scratch.path, name);
  await mkdir(folder);
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

async function read(...folders: readonly string[]) {
  const problems: string[] = [];
  const found = await readInjection((text) => problems.push(text), folders);
  const files = [...found].map(([kind, list]) => [
    kind,
    list.map(({ name, data }) => [name, Buffer.from(data).toString()]),
  ]);
  return { files: Object.fromEntries(files), problems };
}

describe('the files that a person injects', () => {
  it('are found by their names, and cloud-init gets the empty file that it insists on', async () => {
    const folder = await folderOf('inject', {
      authorized_keys: 'ssh-ed25519 AAAA',
      'user-data': '#cloud-config',
      'something else': 'stays',
    });
    expect(await read(folder)).toEqual({
      files: {
        'ssh-key': [['authorized_keys', 'ssh-ed25519 AAAA']],
        'cloud-init': [
          ['user-data', '#cloud-config'],
          ['meta-data', ''],
        ],
      },
      problems: [],
    });
  });

  it('are those of the first folder that has any', async () => {
    const empty = await folderOf('empty', { 'meta-data': 'not enough' });
    const full = await folderOf('full', { 'ks.cfg': 'text' });
    const last = await folderOf('last', { 'preseed.cfg': 'text' });
    expect((await read(empty, join(scratch.path, 'nowhere'), full, last)).files).toEqual({
      kickstart: [['ks.cfg', 'text']],
    });
  });

  it('are no links, and nothing large: each is reported and left out', async () => {
    const folder = await folderOf('inject', { 'ks.cfg': 'x'.repeat(300_000) });
    await symlink('/etc/shadow', join(folder, 'authorized_keys'));
    const { files, problems } = await read(folder);
    expect(files).toEqual({});
    expect(problems).toHaveLength(2);
    expect(problems.join()).toMatch(/authorized_keys is ignored.*ks\.cfg is ignored/);
  });
});
