import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exitStatus } from '../../../src/errors.ts';

test('docs/errors.md lists every code with its exit status, and no other', () => {
  const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (\d+) \| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$/gm)];
  const listed = Object.fromEntries(rows.map(([, status, code = '']) => [code, Number(status)]));
  expect(listed).toEqual(exitStatus);
});
