import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateConfig } from '../../src/boot/inspect/boot-entries.ts';
import { compareVersions } from '../../src/formats/bls/version-order.ts';
import { createBudget } from '../../src/formats/grub/budget.ts';
import { parsePosixRegex } from '../../src/formats/grub/posix-regex.ts';
import { evaluateScript } from '../helpers/grub.ts';
import { memoryTree } from '../helpers/memory-tree.ts';

const deep = 5_000;

describe('a hostile GRUB script ends, and says that it was stopped', () => {
  it.each([
    ['an endless loop', 'while true; do true; done'],
    [
      'an endless loop of output',
      'while true; do echo 0123456789012345678901234567890123456789; done',
    ],
    ['a doubling variable', 'x=0123456789; while true; do x=$x$x; done'],
    ['doubling arguments', 'x="a b"; while true; do x="$x $x"; for i in $x; do true; done; done'],
    ['a file that sources itself', 'source /boot/grub/grub.cfg\nmenuentry a { linux /k }'],
    ['a function that calls itself', 'function f { f; f; }\nf'],
    ['an eval of itself', `x='eval "$x"'; eval "$x"`],
    ['deep blocks', `${'menuentry a { '.repeat(deep)}true${' }'.repeat(deep)}`],
    ['deep ifs', `${'if true; then '.repeat(deep)}true${'; fi'.repeat(deep)}`],
    ['a huge menu', 'while true; do menuentry a { linux /k }; done'],
    [
      'an exponential expression',
      "while true; do regexp '(a*)*(a*)*(a*)*b' aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done",
    ],
    ['a search without end', 'while true; do search --file /nothing; done'],
    ['a wildcard without end', 'insmod regexp; while true; do echo /*/*/*; done'],
    ['menus within menus', 'x=\'submenu a { eval "$x" }\'; export x; eval "$x"'],
  ])('%s', async (_name, script) => {
    const { output, entries, problems } = await evaluateScript(script);
    expect(output.length).toBeLessThan(5_000_000);
    expect(entries.length).toBeLessThanOrEqual(2_000);
    expect(problems.map(({ code }) => code)).toContain('menu-incomplete');
  });

  it.each([
    ['deep parentheses', `[ ${'( '.repeat(deep)} a ]; echo $?`],
    ['many repeated groups', `regexp '(a|b)*c' ${'a'.repeat(1000)}; echo $?`],
    [
      'many nested groups',
      `regexp '${'('.repeat(40)}a${')'.repeat(40)}*c' ${'a'.repeat(1000)}; echo $?`,
    ],
    ['many negations', `[ ${'! '.repeat(deep)} a ]; echo $?`],
  ])('%s are only a test that fails or holds', async (_name, script) => {
    expect((await evaluateScript(script)).output).toMatch(/^[01]\n$/);
  });

  it.each([
    ['configfile', 'configfile /boot/grub/grub.cfg\nmenuentry a { linux /k }'],
    [
      'extract_entries_source',
      'extract_entries_source /boot/grub/grub.cfg\nmenuentry a { linux /k }',
    ],
    ['source', 'source /boot/grub/grub.cfg\nmenuentry a { linux /k }'],
    ['a way back', 'menuentry a { linux /k }\nmenuentry b { configfile $prefix/grub.cfg }'],
    [
      'two ways back',
      'menuentry a { linux /k }\nsubmenu b { menuentry c { . $prefix/grub.cfg }\n menuentry d { configfile $prefix/grub.cfg } }',
    ],
  ])('and a file that opens itself by %s is read once', async (_name, script) => {
    expect((await evaluateScript(script)).entries).toHaveLength(1);
  });

  it('keeps the entries that were defined before', async () => {
    const { entries } = await evaluateScript('menuentry a { linux /k }\nwhile true; do true; done');
    expect(entries).toHaveLength(1);
  });
});

const words = fc.constantFrom(
  ...[
    'if',
    'then',
    'else',
    'fi',
    'for',
    'in',
    'do',
    'done',
    'while',
    'function',
    'menuentry',
    'submenu',
  ],
  ...[
    'linux',
    'initrd',
    'set',
    'echo',
    'eval',
    'source',
    'configfile',
    'regexp',
    'search',
    'test',
    '[',
  ],
  ...[
    ']',
    '{',
    '}',
    ';',
    '\n',
    '"',
    "'",
    '\\',
    '$',
    '$x',
    '"$@"',
    '${',
    '*',
    '/k',
    '--set=x',
    'x=$x$x',
    '#',
    '|',
  ],
  ...[
    'label',
    'kernel',
    'append',
    'include',
    'menu begin',
    'menu end',
    'title',
    'options',
    'default',
  ],
);
const scripts = fc.array(fc.oneof(words, fc.string({ maxLength: 6 })), { maxLength: 60 });

describe('any text as a boot configuration', () => {
  it.each(['/boot/grub/grub.cfg', '/isolinux/isolinux.cfg', '/loader/entries/a.conf'])(
    'gives entries without unresolved variables, or none, at %s',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(scripts, async (parts) => {
          const { entries } = await evaluateConfig(
            { path },
            memoryTree({ [path]: parts.join(' ') }),
          );
          for (const { kernel, initrds } of entries) {
            for (const file of [kernel, ...initrds]) expect(file).toMatch(/^\//);
            expect(kernel.split('/')).not.toContain('..');
          }
          expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
          expect(entries.filter((entry) => entry.default).length).toBeLessThanOrEqual(1);
        }),
        { numRuns: 400 },
      );
    },
  );

  it('quotes so that any string comes out of a GRUB script as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (text) => {
        const plain = text.replace(/[\r\n\0]/g, '');
        const script = `x='${plain.replaceAll("'", `'\\''`)}'; echo -- "$x"`;
        expect((await evaluateScript(script)).output).toBe(`${plain}\n`);
      }),
    );
  });
});

describe('the matcher for POSIX expressions', () => {
  const expression = fc
    .array(
      fc.constantFrom(
        'a',
        'b',
        '.',
        'a*',
        'b+',
        '(a|b)',
        '(ab)*',
        '[^a]',
        '^',
        '$',
        'a?',
        'b{1,2}',
      ),
      {
        maxLength: 6,
      },
    )
    .map((parts) => parts.join(''));

  it('matches where JavaScript matches, with the same text', () => {
    fc.assert(
      fc.property(expression, fc.stringMatching(/^[ab]{0,8}$/), (pattern, text) => {
        const budget = createBudget();
        const ours = parsePosixRegex(pattern).match(text, () => budget.spendSteps(0.1));
        expect(ours?.[0]).toBe(new RegExp(pattern).exec(text)?.[0]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('version order', () => {
  const version = fc.stringMatching(/^[0-9ab.~^-]{0,8}$/);
  it('is antisymmetric and transitive', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, b) + compareVersions(b, a)).toBe(0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
