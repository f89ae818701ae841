import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { english } from '../../src/core/languages/en.ts';
import { List } from '../../src/tui/components/list.tsx';

function shown(count: number, cursor: number, height: number): readonly string[] {
  const rows = Array.from({ length: count }, (_, index) => ({
    key: `${index}`,
    text: `row ${index}`,
  }));
  const frame = renderToString(
    <List rows={rows} cursor={cursor} height={height} width={30} texts={english} />,
  );
  return frame.split('\n').map((line) => line.trim());
}

describe('a list', () => {
  it('shows all rows where they fit', () => {
    expect(shown(3, 1, 3)).toEqual(['row 0', '> row 1', 'row 2']);
  });

  it('tells how many rows are above and below', () => {
    expect(shown(10, 0, 4)).toEqual(['> row 0', 'row 1', 'row 2', '... 7 more below']);
    expect(shown(10, 4, 4)).toEqual(['... 3 more above', 'row 3', '> row 4', '... 5 more below']);
    expect(shown(10, 9, 4)).toEqual(['... 7 more above', 'row 7', 'row 8', '> row 9']);
  });

  it('has the marked row in sight, and fills its height, whatever the cursor and the size', () => {
    for (let height = 3; height < 9; height += 1) {
      for (const count of [1, 2, 3, 4, 5, 8, 9, 16, 17]) {
        for (let cursor = 0; cursor < count; cursor += 1) {
          const lines = shown(count, cursor, height);
          expect(lines).toContain(`> row ${cursor}`);
          expect(lines).toHaveLength(Math.min(count, height));
        }
      }
    }
  });
});
