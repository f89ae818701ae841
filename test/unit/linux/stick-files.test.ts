import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepChoice, readKeptChoices } from '../../../src/linux/kept-choices.ts';
import { createKeptNetworks } from '../../../src/linux/network/wifi/kept-networks.ts';
import { readRecentChoices, rememberChoice } from '../../../src/linux/recent-choices.ts';
import { createReleaseMemory } from '../../../src/linux/seen-releases.ts';
import { createStickFiles, type Edit } from '../../../src/linux/stick-files.ts';
import { homeWifi } from '../../helpers/networks.ts';
import { openStickFiles } from '../../helpers/stick-files.ts';

let work = '';
let stick = '';
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
  stick = join(work, 'stick');
});
afterEach(() => rm(work, { recursive: true, force: true }));

const file = { name: 'list.json', mostBytes: 100 };
const text = () => readFile(join(stick, file.name), 'utf8');
const append =
  (letter: string): Edit =>
  (before = '') =>
    `${before}${letter}`;

describe('what is kept before the stick is mounted', () => {
  it('is on it once it is there: choices, what was booted, a network and a release', async () => {
    const files = openStickFiles(stick);
    const kept = createKeptNetworks(files, { isExpected: true, onProblem: () => {} });
    const releases = createReleaseMemory(files, () => {});
    await kept.look();
    expect(kept.available).toBe(true);
    await keepChoice(files, { lang: 'de' });
    await rememberChoice(files, 'debian');
    await kept.keep(homeWifi);
    await releases.remember('debian/gnome/x86_64', { version: '13.6.0' });
    await files.retry();

    await mkdir(stick);
    const before = openStickFiles(stick);
    await keepChoice(before, { keymap: 'uk' });
    await rememberChoice(before, 'arch');
    const cafe = { ssid: 'Cafe', security: 'open', hidden: false } as const;
    await createKeptNetworks(before, { isExpected: true, onProblem: () => {} }).keep(cafe);
    await createReleaseMemory(before, () => {}).remember('arch/live/x86_64', { version: '1' });
    await files.retry();
    expect(await kept.look()).toBe(true);
    expect(kept.profiles).toEqual([homeWifi, cafe]);

    const next = openStickFiles(stick);
    const nextKept = createKeptNetworks(next, { isExpected: true, onProblem: () => {} });
    const nextReleases = createReleaseMemory(next, () => {});
    await nextKept.look();
    expect(await readKeptChoices(stick)).toEqual({ lang: 'de', keymap: 'uk' });
    expect(await readRecentChoices(next)).toEqual(['debian', 'arch']);
    expect(nextKept.profiles).toEqual([homeWifi, cafe]);
    expect(await nextReleases.seen('debian/gnome/x86_64')).toEqual({ version: '13.6.0' });
    expect(await nextReleases.seen('arch/live/x86_64')).toEqual({ version: '1' });
  });

  it('counts until then, too', async () => {
    const files = openStickFiles(stick);
    const kept = createKeptNetworks(files, { isExpected: true, onProblem: () => {} });
    await kept.keep(homeWifi);
    await rememberChoice(files, 'debian');
    expect(kept.profiles).toEqual([homeWifi]);
    expect(await readRecentChoices(files)).toEqual(['debian']);
    await kept.forget('Home');
    await mkdir(stick);
    await files.retry();
    expect(await readdir(stick)).toEqual(['recent.json']);
  });

  it('is written in the order in which it was chosen, once, and for root alone to read', async () => {
    const files = openStickFiles(stick);
    await files.change(file, append('a'));
    await files.change(file, append('b'));
    expect(files.hasWritten(file)).toBe(false);
    await mkdir(stick);
    await Promise.all([files.change(file, append('c')), files.retry(), files.retry()]);
    expect(await text()).toBe('abc');
    expect(files.hasWritten(file)).toBe(true);
    expect((await stat(join(stick, file.name))).mode & 0o777).toBe(0o600);
  });

  it('is not written below the mount point before the mount, where the mount would hide it', async () => {
    let isMounted = false;
    await mkdir(stick);
    const files = createStickFiles({ directory: stick, isMounted: async () => isMounted });
    await files.change(file, append('a'));
    expect(await readdir(stick)).toEqual([]);
    isMounted = true;
    await files.retry();
    expect(await text()).toBe('a');
  });

  it('is bounded: the latest changes are kept', async () => {
    const files = openStickFiles(stick);
    const large = { ...file, mostBytes: 10_000 };
    for (let number = 0; number < 300; number += 1) await files.change(large, append(`${number},`));
    await mkdir(stick);
    await files.retry();
    const kept = (await text()).split(',');
    expect(kept.at(-2)).toBe('299');
    expect(kept).toHaveLength(257);
  });

  it('is reported where the stick then cannot be written, and does not keep the rest', async () => {
    const problems: string[] = [];
    const files = openStickFiles(stick, (problem) => problems.push(problem));
    await files.change({ name: 'folder', mostBytes: 10 }, append('a'));
    await files.change(file, append('b'));
    await mkdir(join(stick, 'folder'), { recursive: true });
    await files.retry();
    await files.retry();
    expect(problems).toEqual([
      expect.stringMatching(/^folder could not be written to the stick: .*[^.]\.$/),
    ]);
    expect(await text()).toBe('b');
  });
});

describe('a file on the stick', () => {
  it('that is damaged is replaced by the next change, and not read', async () => {
    await mkdir(stick);
    await writeFile(join(stick, file.name), 'x'.repeat(101));
    const files = openStickFiles(stick);
    await expect(files.read(file)).rejects.toMatchObject({ code: 'too-large' });
    await files.change(file, append('a'));
    expect(await files.read(file)).toBe('a');
  });

  it('is as it was where a change cannot be written, which its caller learns', async () => {
    await mkdir(join(stick, file.name), { recursive: true });
    const files = openStickFiles(stick);
    await expect(files.change(file, append('a'))).rejects.toThrow();
    await rm(join(stick, file.name), { recursive: true });
    await files.retry();
    expect(await files.read(file)).toBeUndefined();
  });
});
