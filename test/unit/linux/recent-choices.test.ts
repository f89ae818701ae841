import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecentChoices, rememberChoice } from '../../../src/linux/recent-choices.ts';
import { openStickFiles } from '../../helpers/stick-files.ts';

let stick = '';
beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
});
afterEach(() => rm(stick, { recursive: true, force: true }));

describe('choices on a stick', () => {
  it('are there the next time, latest first, each once, and only for root to read', async () => {
    for (const query of ['debian/gnome', 'https://a.example/x.iso', 'debian/gnome']) {
      await rememberChoice(openStickFiles(stick), query);
    }
    expect(await readRecentChoices(openStickFiles(stick))).toEqual([
      'debian/gnome',
      'https://a.example/x.iso',
    ]);
    expect((await stat(join(stick, 'recent.json'))).mode & 0o777).toBe(0o600);
  });

  it('are five at most', async () => {
    for (const query of ['a', 'b', 'c', 'd', 'e', 'f'])
      await rememberChoice(openStickFiles(stick), query);
    expect(await readRecentChoices(openStickFiles(stick))).toEqual(['f', 'e', 'd', 'c', 'b']);
  });

  it('leave out addresses with a password in them, and images of this machine', async () => {
    for (const query of [
      ...['https://me:secret@a.example/x.iso', 'http:/me:secret@a.example/x.iso'],
      ...['https:\\\\me:secret@a.example\\x.iso', 'https://me:a secret@a.example/x.iso'],
    ]) {
      await rememberChoice(openStickFiles(stick), query);
    }
    expect(await readdir(stick)).toEqual([]);
    await rememberChoice(openStickFiles(stick), '/Images/a.iso');
    expect(await readRecentChoices(openStickFiles(stick))).toEqual([]);
  });

  it('are none without a stick, or where somebody wrote something else', async () => {
    expect(await readRecentChoices(openStickFiles(join(stick, 'absent')))).toEqual([]);
    await writeFile(join(stick, 'recent.json'), '{"a": 1}');
    expect(await readRecentChoices(openStickFiles(stick))).toEqual([]);
    await writeFile(join(stick, 'recent.json'), '["debian", 5]');
    expect(await readRecentChoices(openStickFiles(stick))).toEqual(['debian']);
  });
});
