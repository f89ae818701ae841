import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createChoiceKeeper,
  hasKeptChoices,
  keepChoice,
  readKeptChoices,
} from '../../../src/linux/kept-choices.ts';
import { readSettings } from '../../../src/linux/read-settings.ts';

let stick = '';
beforeEach(async () => {
  stick = await mkdtemp(join(tmpdir(), 'webboot-stick-'));
});
afterEach(() => rm(stick, { recursive: true, force: true }));

describe('what was chosen in the menu', () => {
  it('is there at the next start, each choice for itself, and only for root to read', async () => {
    expect(await hasKeptChoices(stick)).toBe(false);
    expect(await keepChoice({ lang: 'de' }, stick)).toBe(true);
    expect(await keepChoice({ keymap: 'de-latin1-nodeadkeys' }, stick)).toBe(true);
    const chosen = { lang: 'de', keymap: 'de-latin1-nodeadkeys' };
    expect(await readKeptChoices(stick)).toEqual(chosen);
    expect(await keepChoice({ lang: 'en' }, stick)).toBe(true);
    expect(await readKeptChoices(stick)).toEqual({ ...chosen, lang: 'en' });
    expect(await hasKeptChoices(stick)).toBe(true);
    expect((await stat(join(stick, 'choices.json'))).mode & 0o777).toBe(0o600);
  });

  it('counts more than webboot.json, and less than a kernel parameter', async () => {
    const file = join(stick, 'webboot.json');
    await writeFile(file, JSON.stringify({ lang: 'en', keymap: 'us', countdown: 5 }));
    await keepChoice({ lang: 'de' }, stick);
    const read = (cmdline: string) => readSettings(cmdline, [file], () => readKeptChoices(stick));
    expect(await read('')).toMatchObject({ lang: 'de', keymap: 'us', countdown: 5, problems: [] });
    expect(await read('webboot.lang=en')).toMatchObject({ lang: 'en' });
    await rm(file);
    expect(await read('webboot.keymap=uk')).toMatchObject({ lang: 'de', keymap: 'uk' });
  });

  it('is kept nowhere without a stick', async () => {
    expect(await keepChoice({ lang: 'de' }, join(stick, 'absent'))).toBe(false);
    expect(await readKeptChoices(join(stick, 'absent'))).toEqual({});
  });

  it('is kept once the stick is there, if it was chosen before that', async () => {
    const late = join(stick, 'late');
    let kept = 0;
    const keeper = createChoiceKeeper(() => {
      kept += 1;
    }, late);
    await keeper.keep({ lang: 'en' });
    await keeper.keep({ lang: 'de' });
    await keeper.keep({ keymap: 'de-latin1-nodeadkeys' });
    await keeper.retry();
    expect(kept).toBe(0);
    await mkdir(late);
    await keepChoice({ lang: 'en', keymap: 'us' }, late);
    await keeper.retry();
    expect(await readKeptChoices(late)).toEqual({ lang: 'de', keymap: 'de-latin1-nodeadkeys' });
    await keepChoice({ lang: 'en' }, late);
    await keeper.retry();
    expect(await readKeptChoices(late)).toMatchObject({ lang: 'en' });
    expect(kept).toBe(1);
  });

  it('is kept as it was chosen last, however quickly', async () => {
    const keeper = createChoiceKeeper(() => {}, stick);
    await Promise.all([
      keeper.keep({ lang: 'de' }),
      keeper.keep({ keymap: 'de-latin1-nodeadkeys' }),
      keeper.keep({ lang: 'en' }),
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
    expect(await keepChoice({ keymap: 'uk' }, stick)).toBe(true);
    expect(await readKeptChoices(stick)).toEqual({ keymap: 'uk' });
    expect(await readFile(elsewhere, 'utf8')).toBe('{"lang":"de"}');
  });

  it('is given up where a folder is in its place', async () => {
    await mkdir(join(stick, 'choices.json'));
    expect(await keepChoice({ lang: 'de' }, stick)).toBe(false);
  });
});
