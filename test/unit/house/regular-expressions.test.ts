import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import { describe, expect, it } from 'vitest';
import { projectDirectory } from '../../../tools/shared/paths.ts';
import { findRegexes } from '../../helpers/regex-literals.ts';

/** Patterns that are made while webboot runs, and why each of them takes linear time. */
const reviewed: Readonly<Record<string, string>> = {
  'src/formats/catalogue/template.ts':
    'Names of at most 255 characters; a row whose holes are not parted by a character that neither takes is refused.',
};

/** Limits by characters read, never by time: a busy machine would change the answer. */
const byCount = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  randomSeed: 0,
} as const;

const files = globSync('src/**/*.{ts,tsx,mts,mjs,js}', { cwd: projectDirectory }).toSorted();
const sites = files.map((path) => ({
  path,
  ...findRegexes(path, readFileSync(join(projectDirectory, path), 'utf8')),
}));

describe('regular expressions', () => {
  it('take linear time on every text, wherever it comes from', { timeout: 600_000 }, async () => {
    const places = new Map<string, string[]>();
    for (const { path, constant } of sites) {
      for (const { source, flags, line } of constant) {
        const key = JSON.stringify([source, flags]);
        places.set(key, [...(places.get(key) ?? []), `${path}:${line}`]);
      }
    }
    expect(places.size).toBeGreaterThan(150);
    const findings: string[] = [];
    for (const [key, where] of places) {
      const [source, flags] = JSON.parse(key);
      const { status } = await check(source, flags, byCount);
      if (status !== 'safe') findings.push(`${where.join(', ')}: /${source}/${flags} is ${status}`);
    }
    expect(findings).toEqual([]);
  });

  it('are made while webboot runs only where somebody has looked at what that costs', () => {
    const found = sites.filter(({ dynamic }) => dynamic.length > 0).map(({ path }) => path);
    expect(found).toEqual(Object.keys(reviewed));
  });

  it('are found wherever they stand, and nothing that only looks like one', () => {
    const text = [
      'const ratio = 4 / 2 / 1; // not /a+/',
      "const text = '/b+/';",
      'const plain = /c+/giu.test(text);',
      "const built = new RegExp('d+', 'm');",
      'const made = RegExp(`^' + '$' + '{text}$`);',
    ].join('\n');
    expect(findRegexes('a.ts', text)).toEqual({
      constant: [
        { line: 3, source: 'c+', flags: 'giu' },
        { line: 4, source: 'd+', flags: 'm' },
      ],
      dynamic: [{ line: 5, code: 'RegExp(`^' + '$' + '{text}$`)' }],
    });
  });

  it('that take quadratic time are told from those that do not', async () => {
    expect(await check('[ \\t]+$', '')).toMatchObject({ status: 'vulnerable' });
    expect(await check('^[ \\t]+', '')).toMatchObject({ status: 'safe' });
  });
});
