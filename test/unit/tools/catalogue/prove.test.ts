import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { offerOf, sourceOf } from '../../../../src/boot/catalogue/offer.ts';
import { summarise } from '../../../../src/boot/catalogue/summary.ts';
import { parseDistro } from '../../../../src/formats/catalogue/distro.ts';
import { prove, type Seen } from '../../../../tools/catalogue/prove.ts';

const text = JSON.stringify({
  id: 'local',
  name: 'Local',
  description: 'A row of this machine',
  homepage: 'https://demo.example/',
  mirrors: ['https://one.example'],
  newest: [{ resolver: 'fixed', version: '2' }],
  file: 'local-{version}.iso',
  trust: { kind: 'none', reason: 'a test' },
  variants: [
    { id: 'arm', name: 'arm', architectures: ['aarch64'] },
    { id: 'live', name: 'live', architectures: ['x86_64'] },
    { id: 'gone', name: 'gone', architectures: ['x86_64'], unavailable: 'It is gone' },
  ],
});
const up: Seen = { ok: true, kernel: '6.12.107+deb13', seconds: 41.6, ramMiB: 2048 };
let directory: string;
let lines: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'prove-'));
  await writeFile(join(directory, 'local.json'), text);
  lines = [];
});
afterEach(() => rm(directory, { recursive: true }));

function run(ids: readonly string[], seen: Seen, day = '2026-11-30') {
  const row = parseDistro(text);
  return prove(ids, {
    rows: [row],
    directory,
    now: new Date(day),
    print: (line) => lines.push(line),
    resolve: async (id) => {
      const variant = row.variants.find((one) => `local/${one.id}` === id);
      if (variant === undefined) throw new Error(id);
      return sourceOf(offerOf(row, variant, 'x86_64'), { version: '2' });
    },
    boot: async () => seen,
  });
}

async function shown() {
  const row = parseDistro(await readFile(join(directory, 'local.json'), 'utf8'));
  return summarise(row).variants.map(({ id, proven }) => [id, proven?.date]);
}

test('a row that came up is stamped, and the menu can say when', async () => {
  expect(await run(['local'], up)).toBe(0);
  const row = parseDistro(await readFile(join(directory, 'local.json'), 'utf8'));
  expect(row.variants[1]?.proven).toEqual([
    {
      ...{ arch: 'x86_64', version: '2', kernel: '6.12.107+deb13' },
      ...{ seconds: 42, ramMiB: 2048, date: '2026-11-30' },
    },
  ]);
  expect(await shown()).toEqual([
    ['local/arm', undefined],
    ['local/live', '2026-11-30'],
    ['local/gone', undefined],
  ]);
});

test('a newer boot takes the place of an older one', async () => {
  await run(['local/live'], up);
  await run(['local/live'], up, '2027-01-02');
  expect(await shown()).toContainEqual(['local/live', '2027-01-02']);
  const row = parseDistro(await readFile(join(directory, 'local.json'), 'utf8'));
  expect(row.variants[1]?.proven).toHaveLength(1);
});

test('a row that did not come up stays unproven, and its file as it is', async () => {
  expect(await run(['local'], { ok: false, reason: '600 s passed' })).toBe(1);
  expect(lines).toEqual(['unproven   local/live 2: 600 s passed']);
  expect(await readFile(join(directory, 'local.json'), 'utf8')).toBe(text);
});

test.each(['nothing', 'local/arm', 'local/gone'])('%s cannot be proven', async (id) => {
  await expect(run([id], up)).rejects.toMatchObject({ code: 'unknown-distro' });
});
