import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasKeptChoices, keepChoice, readKeptChoices } from '../../../src/linux/kept-choices.ts';
import { readSettings } from '../../../src/linux/read-settings.ts';
import { openStickFiles } from '../../helpers/stick-files.ts';

let stick = '';
beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
});
afterEach(() => rm(stick, { recursive: true, force: true }));

describe('what was chosen in the menu', () => {
  it('is there at the next start, each choice for itself, and only for root to read', async () => {
    expect(await hasKeptChoices(stick)).toBe(false);
    await keepChoice(openStickFiles(stick), { lang: 'de' });
    await keepChoice(openStickFiles(stick), { keymap: 'de-latin1-nodeadkeys' });
    const chosen = { lang: 'de', keymap: 'de-latin1-nodeadkeys' };
    expect(await readKeptChoices(stick)).toEqual(chosen);
    await keepChoice(openStickFiles(stick), { lang: 'en' });
    expect(await readKeptChoices(stick)).toEqual({ ...chosen, lang: 'en' });
    expect(await hasKeptChoices(stick)).toBe(true);
    expect((await stat(join(stick, 'choices.json'))).mode & 0o777).toBe(0o600);
  });

  it('counts more than webboot.json, and less than a kernel parameter', async () => {
    const file = join(stick, 'webboot.json');
    await writeFile(file, JSON.stringify({ lang: 'en', keymap: 'us', countdown: 5 }));
    await keepChoice(openStickFiles(stick), { lang: 'de' });
    const read = (cmdline: string) => readSettings(cmdline, [file], () => readKeptChoices(stick));
    expect(await read('')).toMatchObject({ lang: 'de', keymap: 'us', countdown: 5, problems: [] });
    expect(await read('webboot.lang=en')).toMatchObject({ lang: 'en' });
    await rm(file);
    expect(await read('webboot.keymap=uk')).toMatchObject({ lang: 'de', keymap: 'uk' });
  });

  it('is kept as it was chosen last, however quickly', async () => {
    const files = openStickFiles(stick);
    await Promise.all([
      keepChoice(files, { lang: 'de' }),
      keepChoice(files, { keymap: 'de-latin1-nodeadkeys' }),
      keepChoice(files, { lang: 'en' }),
    ]);
    expect(await readKeptChoices(stick)).toEqual({ lang: 'en', keymap: 'de-latin1-nodeadkeys' });
  });

  it.each([
    '',
    '[]',
    'null',
    '"de"',
    '{"lang":"xx"}',
    '{"lang":["de"],"keymap":"../../etc/passwd"}',
    '{"__proto__":{"lang":"de"},"keymap":7}',
    '{"distro":"evil","url":"http://evil.example/x.iso","append":"init=/bin/sh"}',
    `{"lang":"de","x":"${'x'.repeat(5000)}"}`,
    '{"lang":"de"',
  ])('is nothing where somebody wrote %s', async (text) => {
    await writeFile(join(stick, 'choices.json'), text);
    expect(await readKeptChoices(stick)).toEqual({});
  });

  it('is not read through a link, and the next choice takes its place', async () => {
    const elsewhere = join(stick, 'elsewhere');
    await writeFile(elsewhere, '{"lang":"de"}');
    await symlink(elsewhere, join(stick, 'choices.json'));
    expect(await readKeptChoices(stick)).toEqual({});
    await keepChoice(openStickFiles(stick), { keymap: 'uk' });
    expect(await readKeptChoices(stick)).toEqual({ keymap: 'uk' });
    expect(await readFile(elsewhere, 'utf8')).toBe('{"lang":"de"}');
  });

  it('is not kept where a folder is in its place, which its caller learns', async () => {
    await mkdir(join(stick, 'choices.json'));
    await expect(keepChoice(openStickFiles(stick), { lang: 'de' })).rejects.toThrow();
  });
});
