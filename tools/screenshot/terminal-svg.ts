import type { IBufferCell, Terminal } from '@xterm/headless';

/** Pixels of one character cell, and the margin around them all. */
const cell = { width: 9, height: 18 };
const margin = 12;
const ground = '#1c1f26';
const text = '#d6d9df';
/** The eight colours of ANSI and their bright ones, as a dark terminal has them. */
const palette: readonly string[] = [
  ...['#1c1f26', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d6d9df'],
  ...['#5c6370', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#ffffff'],
];

interface Run {
  readonly column: number;
  readonly characters: string;
  readonly style: string;
  readonly cell: IBufferCell;
}

/** The screen of a terminal as an SVG: text stays text, and every cell keeps its column. */
export function terminalSvg(terminal: Terminal): string {
  return svgDocument(terminal, [screenSvg(terminal)]);
}

/** What a terminal of that size shows, drawn on one ground. */
export function svgDocument(
  { cols, rows }: Pick<Terminal, 'cols' | 'rows'>,
  parts: readonly string[],
): string {
  const width = cols * cell.width + 2 * margin;
  const height = rows * cell.height + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="15">`,
    `<rect width="${width}" height="${height}" rx="8" fill="${ground}"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** The rows of a terminal's screen, without the document around them. */
export function screenSvg({ buffer, cols, rows }: Terminal): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = buffer.active.getLine(buffer.active.viewportY + row);
    const cells = Array.from({ length: cols }, (_unused, column) => line?.getCell(column));
    return runsOf(cells).map((run) => runSvg(run, row));
  });
  return lines
    .flat()
    .filter((part) => part !== '')
    .join('\n');
}

/** Neighbours of one style, drawn together. */
function runsOf(cells: readonly (IBufferCell | undefined)[]): readonly Run[] {
  const runs: Run[] = [];
  for (const [column, current] of cells.entries()) {
    if (!current || current.getWidth() === 0) continue;
    const characters = current.getChars() || ' ';
    const style = [current.getFgColor(), current.isBold(), current.isInverse()].join();
    const last = runs.at(-1);
    if (last?.style === style) {
      runs[runs.length - 1] = { ...last, characters: last.characters + characters };
    } else runs.push({ column, characters, style, cell: current });
  }
  return runs;
}

function runSvg(run: Run, row: number): string {
  const inverse = run.cell.isInverse() !== 0;
  if (!inverse && run.characters.trim() === '') return '';
  const x = margin + run.column * cell.width;
  const y = margin + row * cell.height;
  const length = run.characters.length * cell.width;
  const color = (run.cell.isFgPalette() && palette[run.cell.getFgColor()]) || text;
  const weight = run.cell.isBold() ? ' font-weight="bold"' : '';
  const back = `<rect x="${x}" y="${y}" width="${length}" height="${cell.height}" fill="${color}"/>`;
  const front = `<text x="${x}" y="${y + 14}" textLength="${length}" xml:space="preserve" fill="${inverse ? ground : color}"${weight}>${escapeXml(run.characters)}</text>`;
  return inverse ? back + front : front;
}

function escapeXml(characters: string): string {
  return characters.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
