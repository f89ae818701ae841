import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { errorCodes } from '../../../src/core/error-codes.ts';

const rows = Object.entries(errorCodes);
const statuses = rows.map(([, { status }]) => status);

test('no two error codes share an exit status', () => {
  expect(new Set(statuses).size).toBe(rows.length);
});

test('the table of error codes is sorted by exit status, within what a process can return', () => {
  expect(statuses).toEqual(statuses.toSorted((a, b) => a - b));
  expect(statuses.filter((status) => status < 1 || status > 125)).toEqual([]);
});

test('docs/errors.md lists every code with its exit status in the same order, and no other', () => {
  const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^\| (\d+) \| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$/gm)];
  expect(listed.map(([, status, code]) => [code, Number(status)])).toEqual(
    rows.map(([code, { status }]) => [code, status]),
  );
});
