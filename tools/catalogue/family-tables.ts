import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCmdline } from '../../src/core/cmdline.ts';
import { imageAsFile } from '../../src/core/families/apply-recipe.ts';
import { families } from '../../src/core/families/families.ts';
import { knownFamilies, rulesOf } from '../../src/core/families/family.ts';
import type { FamilyRules } from '../../src/core/families/family-rules.ts';
import { projectDirectory } from '../shared/paths.ts';

/** The pages with a table made of the families' own files, between two comments. */
const pages = { 'docs/inspect.md': cluesTable, 'docs/compatibility.md': recipesTable } as const;

const start = '<!-- families: npm run catalogue -- schema -->\n';
const end = '<!-- families end -->\n';

export async function writeFamilyTables(): Promise<void> {
  for (const { file, fresh } of await familyPages()) await writeFile(file, fresh);
}

/** The pages as they should be, next to what they are. */
export async function familyPages(): Promise<
  readonly { file: string; text: string; fresh: string }[]
> {
  return Promise.all(
    Object.entries(pages).map(async ([name, table]) => {
      const file = join(projectDirectory, name);
      const text = await readFile(file, 'utf8');
      return { file, text, fresh: withTable(text, table()) };
    }),
  );
}

function withTable(text: string, table: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) return text;
  return `${text.slice(0, from + start.length)}${table}${text.slice(to)}`;
}

function cluesTable(): string {
  return tableOf(
    ['family', 'in the initrd', 'parameters', 'layout'],
    knownFamilies.map((name) => {
      const { shown }: FamilyRules['clues'] = families[name].clues;
      return [code([name]), code(shown.initrd, ', '), code(shown.parameters, ', '), shown.layout];
    }),
  );
}

/** What a line of no words becomes; what the notes say depends on the line's own words. */
function recipesTable(): string {
  const empty = parseCmdline('');
  const context = { device: '/dev/pmem0', volumeId: '…' };
  const rows = knownFamilies.map((name) => {
    const rules: FamilyRules = families[name];
    const { drop, add } = rulesOf(name).recipe(empty, context);
    return [
      code([name]),
      code(add),
      code(drop),
      carried(rules.carriesImage),
      rules.takesNetwork ? 'yes' : '',
      Object.keys(rules.localizes ?? {}).join(', '),
      Object.keys(rules.injects ?? {}).join(', '),
      rules.seen,
      [rules.unsettled, rules.notes].filter(Boolean).join(' '),
    ];
  });
  return tableOf(
    ['family', 'added', 'left out', 'carried', 'network', 'locale', 'files', 'seen', 'notes'],
    [
      [
        'all',
        '',
        code(imageAsFile),
        '',
        '',
        '',
        '',
        '',
        'Each of these names an ISO file on another file system.',
      ],
      ...rows,
    ],
  );
}

function carried(carriesImage: FamilyRules['carriesImage']): string {
  if (typeof carriesImage === 'boolean') return carriesImage ? 'yes' : '';
  return code(carriesImage, ', ');
}

function code(words: readonly string[], separator = ' '): string {
  return words.map((word) => `\`${word}\``).join(separator);
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.join(' | ')} |\n`.replaceAll('|  |', '| |').replaceAll('|  |', '| |');
  return [line(head), `|${'---|'.repeat(head.length)}\n`, ...rows.map(line)].join('');
}
