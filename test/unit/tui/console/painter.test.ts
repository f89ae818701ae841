import headless from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPainter } from '../../../../src/tui/console/painter.ts';
import { createFakeConsole } from '../../../helpers/fake-console.ts';

const size = { columns: 20, rows: 5 };

function painting(details: Parameters<typeof createFakeConsole>[0] = {}) {
  const fake = createFakeConsole({ ...size, ...details });
  const painter = createPainter(fake.console);
  const written = (frame: string) => {
    const before = fake.output().length;
    painter.paint(frame, size);
    return fake.output().slice(before);
  };
  return { ...fake, painter, written };
}

describe('the painter', () => {
  it('writes nothing for a frame that is there already', () => {
    const { written } = painting();
    written('one\ntwo');
    expect(written('one\ntwo')).toBe('');
  });

  it('writes only the characters that changed, at their place', () => {
    const { written } = painting();
    written('rate 11.0 MB/s, left');
    expect(written('rate 12.3 MB/s, left')).toBe('\x1b[1;7H2.3');
  });

  it('erases the rest of a row that became shorter', () => {
    const { written } = painting();
    written('along line');
    expect(written('a')).toBe('\x1b[1;2H\x1b[K');
  });

  it('does not write the last cell of the last row, which would scroll some terminals', () => {
    const { written } = painting();
    const full = Array.from({ length: 5 }, () => 'x'.repeat(20)).join('\n');
    expect([...written(full)].filter((character) => character === 'x')).toHaveLength(99);
  });

  it('takes colours away from a console without colour, and leaves bold and inverse', () => {
    const { written } = painting({ color: false });
    expect(written('\x1b[31m\x1b[1mred\x1b[22m\x1b[39m')).toContain('\x1b[0;1mred');
  });

  it('writes the nearest ASCII characters where there are no others', () => {
    const { written } = painting();
    expect(written('Zürich … 東京')).toContain('Zurich . ? ?');
  });

  it('writes blocks and the letters that are there for the Linux console’s own fonts', () => {
    const { written } = painting({ charset: 'cp437' });
    expect(written('▀▄█ Zürich Łódź')).toContain('▀▄█ Zürich Lódz');
  });

  it('leaves each character its own column', () => {
    const { written } = painting({ charset: 'unicode' });
    written('東 ab');
    expect(written('東 aX')).toBe('\x1b[1;5HX');
  });

  it('shows every frame of a series as if it was drawn on an empty screen', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ä', '[', '#'), maxLength: 24 });
    const styled = fc
      .tuple(fc.constantFrom('', '\x1b[1m', '\x1b[7m', '\x1b[32m'), text)
      .map(([style, words]) => `${style}${words}\x1b[0m`);
    const frame = fc.array(styled, { maxLength: 6 }).map((lines) => lines.join('\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 2, maxLength: 6 }), async (frames) => {
        const series = painting({ charset: 'unicode' });
        for (const next of frames) series.painter.paint(next, size);
        const fresh = painting({ charset: 'unicode' });
        fresh.painter.paint(frames.at(-1) ?? '', size);
        expect(await cellsOf(series.output())).toEqual(await cellsOf(fresh.output()));
      }),
      { numRuns: 60 },
    );
  });
});

/** Characters and styles of a terminal that was fed this. */
async function cellsOf(output: string): Promise<readonly string[]> {
  const terminal = new headless.Terminal({ cols: 20, rows: 5, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const cells: string[] = [];
  for (let row = 0; row < 5; row += 1) {
    const line = terminal.buffer.active.getLine(row);
    for (let column = 0; column < 20; column += 1) {
      const cell = line?.getCell(column);
      const style = [cell?.isBold(), cell?.isInverse(), cell?.getFgColor()].join();
      cells.push(`${cell?.getChars() || ' '}${style}`);
    }
  }
  terminal.dispose();
  return cells;
}
