import { describe, expect, it } from 'vitest';
import { matchEscape } from '../../../../src/tui/keys/escape-sequences.ts';

describe('a terminal that reports its size', () => {
  it('is believed, rows first', () => {
    expect(matchEscape('\x1b[8;25;80t')).toMatchObject({ kind: 'size', rows: 25, columns: 80 });
    expect(matchEscape('\x1b[8;60;45t')).toMatchObject({ kind: 'size', rows: 60, columns: 45 });
  });

  it('may say columns first, as tmux does', () => {
    expect(matchEscape('\x1b[8;80;25t')).toMatchObject({ kind: 'size', rows: 25, columns: 80 });
    expect(matchEscape('\x1b[8;200;50t')).toMatchObject({ kind: 'size', rows: 50, columns: 200 });
  });
});
