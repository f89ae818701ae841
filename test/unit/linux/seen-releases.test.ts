import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReleaseMemory } from '../../../src/linux/seen-releases.ts';
import { openStickFiles } from '../../helpers/stick-files.ts';

const id = 'debian/gnome/x86_64';
const release = { version: '13.6.0', signed: '2026-09-05' };

let stick = '';
let log: string[] = [];
const memory = (directory = stick) =>
  createReleaseMemory(openStickFiles(directory), (text) => log.push(text));
const put = (text: string) => writeFile(join(stick, 'releases.json'), text);

beforeEach(async () => {
  log = [];
  stick = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
});
afterEach(() => rm(stick, { recursive: true, force: true }));

describe('the newest releases seen', () => {
  it('are on the stick the next time, each by its variant and architecture', async () => {
    await memory().remember(id, { version: '13.5.0' });
    await memory().remember('arch/live/x86_64', { signed: '2026-11-01' });
    await memory().remember(id, release);
    expect(await memory().seen(id)).toEqual(release);
    expect(await memory().seen('arch/live/x86_64')).toEqual({ signed: '2026-11-01' });
    expect(await memory().seen('debian/gnome/aarch64')).toBeUndefined();
    expect(await readdir(stick)).toEqual(['releases.json']);
    expect((await stat(join(stick, 'releases.json'))).mode & 0o777).toBe(0o600);
    expect(log).toEqual([]);
  });

  it('are those of this start without a stick, which is not worth a word', async () => {
    const absent = memory(join(stick, 'absent'));
    expect(await absent.seen(id)).toBeUndefined();
    await absent.remember(id, release);
    expect(await absent.seen(id)).toEqual(release);
    expect(await memory(join(stick, 'absent')).seen(id)).toBeUndefined();
    expect(log).toEqual([]);
  });

  it.each([
    ['what is not JSON', '{"debian'],
    ['a list', '[1]'],
    ['null', 'null'],
    ['brackets in brackets', '['.repeat(60_000)],
    ['more than 64 KB', `{"x": "${'x'.repeat(70_000)}"}`],
  ])('are none if the file is %s, and the log says so', async (_, text) => {
    await put(text);
    expect(await memory().seen(id)).toBeUndefined();
    expect(log).toEqual([expect.stringContaining('releases.json on the stick is ignored')]);
    await memory().remember(id, release);
    expect(await memory().seen(id)).toEqual(release);
  });

  it.each([
    ['a version with a control character', { version: '13\u001b[2J' }],
    ['a version of 100 characters', { version: '1'.repeat(100) }],
    ['a number', { version: 13 }],
    ['no day', { signed: 'tomorrow' }],
    ['nothing', {}],
    ['null', null],
  ])('leave out an entry that says %s, and keep the others', async (_, wrong) => {
    await put(JSON.stringify({ [id]: wrong, 'a/b/x86_64': release, '../x': release }));
    expect(await memory().seen(id)).toBeUndefined();
    expect(await memory().seen('a/b/x86_64')).toEqual(release);
    expect(log[0]).toBe('2 entries of releases.json on the stick are wrong and ignored.');
  });

  it('are never asked for by the name of what every object has', async () => {
    await put(`{"__proto__": ${JSON.stringify({ [id]: release })}}`);
    expect(await memory().seen(id)).toBeUndefined();
    expect(await memory().seen('constructor')).toBeUndefined();
  });

  it('stay few', async () => {
    const many = Array.from({ length: 500 }, (_, number) => [`a/${number}/x86_64`, release]);
    await put(JSON.stringify(Object.fromEntries(many)));
    await memory().remember(id, release);
    const kept: unknown = JSON.parse(await readFile(join(stick, 'releases.json'), 'utf8'));
    expect(Object.keys(kept as object)).toHaveLength(400);
    expect(await memory().seen(id)).toEqual(release);
  });
});
