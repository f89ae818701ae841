import { describe, expect, it } from 'vitest';
import { lineCutter, parseDoorLine } from '../../../../src/linux/terminals/door-line.ts';

function linesOf(...pieces: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const cut = lineCutter((line) => lines.push(line));
  for (const piece of pieces) cut(piece);
  return lines;
}

describe('what a terminal says at the door', () => {
  it('is its word, its place, its size and its kind', () => {
    expect(parseDoorLine('attach aB3xYz 24 80 xterm-256color')).toEqual({
      word: 'attach',
      id: 'aB3xYz',
      rows: 24,
      columns: 80,
      term: 'xterm-256color',
    });
    expect(parseDoorLine('size aB3xYz 0 0 unknown')).toMatchObject({ word: 'size', rows: 0 });
  });

  it.each([
    ['another word', 'open aB3xYz 24 80 xterm'],
    ['a place somewhere else', 'attach ../../x 24 80 xterm'],
    ['a hidden place', 'attach .aB3xY 24 80 xterm'],
    ['no size', 'attach aB3xYz xterm'],
    ['a negative size', 'attach aB3xYz -24 80 xterm'],
    ['a size beyond all screens', 'attach aB3xYz 999999 80 xterm'],
    ['an escape sequence as its kind', 'attach aB3xYz 24 80 \x1b[2J'],
    ['more words', 'attach aB3xYz 24 80 xterm 1'],
    ['an endless kind', `attach aB3xYz 24 80 ${'x'.repeat(65)}`],
    ['nothing', ''],
  ])('is not taken with %s', (_what, line) => {
    expect(parseDoorLine(line)).toBeUndefined();
  });

  it('comes in pieces', () => {
    expect(linesOf('si', 'ze a\nsize', ' b\n', 'si')).toEqual(['size a', 'size b']);
  });

  it('is bounded: of a line without an end nothing is kept, and the next one counts', () => {
    const endless = Array.from({ length: 100 }, () => 'x'.repeat(10_000));
    expect(linesOf(...endless, '\nsize a\n')).toEqual(['size a']);
  });
});
