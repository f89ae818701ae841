import { describe, expect, it } from 'vitest';
import { keepsLimit, reportText } from '../../../../bench/parts/report.ts';

const peer = { name: 'curl', values: [2, 1, 3] };

describe('a row of a benchmark', () => {
  it('keeps a limit on the ratio of the medians', () => {
    expect(keepsLimit({ name: 'a', values: [2.6], baseline: peer, limit: 1.35 })).toBe(true);
    expect(keepsLimit({ name: 'a', values: [2.8], baseline: peer, limit: 1.35 })).toBe(false);
  });

  it('keeps a limit on its own median if there is no peer', () => {
    expect(keepsLimit({ name: 'a', values: [120], unit: 'MB', limit: 120 })).toBe(true);
    expect(keepsLimit({ name: 'a', values: [121], unit: 'MB', limit: 120 })).toBe(false);
  });

  it('keeps no limit if nothing was measured', () => {
    expect(keepsLimit({ name: 'a', values: [], limit: 1 })).toBe(false);
    expect(
      keepsLimit({ name: 'a', values: [1], baseline: { name: 'b', values: [] }, limit: 1 }),
    ).toBe(false);
  });
});

it('prints all reports as one table, each row with its peer and its limit', () => {
  const text = reportText([
    {
      title: 'download',
      rows: [peer, { name: 'webboot', values: [4], baseline: peer, limit: 1.35 }],
      notes: ['to memory'],
    },
    { title: 'size', rows: [{ name: 'image', values: [35.3], unit: 'MB', limit: 36 }], notes: [] },
  ]);
  expect(text.split('\n').map((line) => line.replace(/ {2,}/g, '|'))).toEqual([
    '|median|fastest-slowest|next to|ratio|limit',
    'download',
    '|curl|2.000 s|1.000-3.000',
    '|webboot|4.000 s|2.000 s, curl|2.00|<= 1.35|EXCEEDED',
    'size',
    '|image|35.3 MB|<= 36 MB',
    'note: to memory',
    '',
  ]);
});
