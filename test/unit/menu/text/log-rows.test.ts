import { describe, expect, it } from 'vitest';
import { linesOnFirstPage, rowsUpTo } from '../../../../src/menu/text/log-rows.ts';

const line = (text: string) => ({ time: 0, text });
const size = { rows: 4, columns: 19 };

describe('the log on a small screen', () => {
  const log = ['one', 'a line that is long', 'two', 'three'].map(line);

  it('shows long lines whole, over several rows', () => {
    expect(rowsUpTo(log, { ...size, end: 3 })).toEqual([
      '00:00:00 a line',
      '         that is',
      '         long',
      '00:00:00 two',
    ]);
  });

  it('can be scrolled back to its first line', () => {
    const end = linesOnFirstPage(log, size);
    expect(rowsUpTo(log, { ...size, end })[0]).toBe('00:00:00 one');
    expect(linesOnFirstPage(log, { ...size, rows: 2 })).toBe(1);
    expect(linesOnFirstPage([], size)).toBe(0);
  });

  it('has no rows where there is no room', () => {
    expect(rowsUpTo(log, { ...size, rows: 0, end: 4 })).toEqual([]);
  });
});
