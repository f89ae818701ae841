import { describe, expect, it } from 'vitest';
import { english } from '../../../../src/core/languages/en.ts';
import {
  languageCodes,
  languageOf,
  languageOfEnvironment,
} from '../../../../src/core/languages/languages.ts';
import { pluralIn } from '../../../../src/core/languages/plural.ts';

/** A message and how to say it with some number in the places of its counts. */
interface Message {
  readonly path: string;
  /** The names of the values that it takes. */
  readonly values: readonly string[];
  readonly say: (count: number) => string;
}

/** Every message below a catalogue, found by walking through it as it is. */
function messagesOf(value: unknown, path = ''): readonly Message[] {
  if (typeof value === 'string') return [{ path, values: [], say: () => value }];
  if (typeof value === 'function') {
    const asked = new Set<string>();
    const values = (count: number) =>
      new Proxy(
        {},
        {
          get: (_target, name) => {
            asked.add(String(name));
            return name === 'count' ? count : `«${String(name)}»`;
          },
        },
      );
    const say = (count: number) => String(value(values(count)));
    for (const count of counts) say(count);
    return [{ path, values: [...asked].toSorted(), say }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => messagesOf(one, `${path}.${key}`));
}

const counts = [0, 1, 2, 3, 5, 11, 21, 101];
const source = messagesOf(english);
const others = languageCodes.filter((code) => code !== 'en');

describe('plural rules', () => {
  it('are those of the language, and the number stands where its sign is', () => {
    const forms = { one: '# file', few: '# (few)', many: '# (many)', other: '# files' };
    const said = (language: string) => [0, 1, 2, 5, 22].map((n) => pluralIn(language)(n, forms));
    expect(said('en')).toEqual(['0 files', '1 file', '2 files', '5 files', '22 files']);
    expect(said('de')).toEqual(said('en'));
    expect(said('pl')).toEqual(['0 (many)', '1 file', '2 (few)', '5 (many)', '22 (few)']);
  });
});

describe('the language of an environment', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'de' }, 'de'],
    [{ LANG: 'de_AT@euro' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'en_GB', LC_ALL: 'de_CH.UTF-8' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: '' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C.UTF-8' }, undefined],
    [{ LANG: 'toString' }, undefined],
    [{}, undefined],
  ] as const)('is read off %j', (env, code) => {
    expect(languageOfEnvironment(env)).toBe(code);
  });
});

describe.each(languageCodes)('the texts in %s', (code) => {
  it('have the keys of the source, and say something for each', async () => {
    const { errors: _, keymaps: __, sentences: ___, ...texts } = await languageOf(code).load();
    const messages = messagesOf(texts);
    expect(messages.map(({ path }) => path)).toEqual(source.map(({ path }) => path));
    for (const { path, say } of messages) expect(say(2).trim(), path).not.toBe('');
  });

  it('take the same values as the source, and show every one of them', async () => {
    const messages = messagesOf(await languageOf(code).load());
    for (const { path, values } of source) {
      const message = messages.find((one) => one.path === path);
      expect(message?.values, path).toEqual(values);
      for (const name of values.filter((value) => value !== 'count')) {
        expect(message?.say(2), path).toContain(`«${name}»`);
      }
    }
  });

  it('consist of ASCII and of what the language has in ASCII', async () => {
    const { inAscii, load } = languageOf(code);
    for (const { path, say } of messagesOf(await load())) {
      const foreign = [...say(2).replace(/[«»]/g, '')].filter(
        (character) => !/[ -~]/.test(character) && !(character in inAscii),
      );
      expect(foreign, path).toEqual([]);
    }
    for (const replacement of Object.values(inAscii)) expect(replacement).toMatch(/^[ -~]+$/);
  });
});

describe.each(others)('the errors in %s', (code) => {
  it('are whole sentences, for what happened and for what to do', async () => {
    const { errors } = await languageOf(code).load();
    for (const [error, { what, try: remedy }] of Object.entries(errors ?? {})) {
      for (const text of [what, remedy]) expect(text, error).toMatch(/^(?:\p{Lu}|webboot).*\.$/su);
    }
  });
});
