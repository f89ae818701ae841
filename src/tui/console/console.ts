import type { Readable, Writable } from 'node:stream';

/** A terminal's own stdin; a plain stream where there is no raw mode to set. */
type ConsoleInput = Readable & { setRawMode?(raw: boolean): unknown };

/** A terminal's own stdout; `columns` and `rows` are absent or 0 on a serial line. */
export type ConsoleOutput = Writable & {
  readonly columns?: number;
  readonly rows?: number;
};

/**
 * What can be shown: 'cp437' is ASCII, blocks and letters of Western Europe, as in the fonts of the
 * Linux console; 'ascii' is for a font or a line that nobody knows.
 */
export type Charset = 'ascii' | 'cp437' | 'unicode';

/** One place where a person may sit: the screen, a serial line, a terminal. */
export interface Console {
  /** For the log and the shell: "/dev/ttyS0". */
  readonly name: string;
  readonly stdin: ConsoleInput;
  readonly stdout: ConsoleOutput;
  readonly charset: Charset;
  readonly color: boolean;
  /** 'line' for screen readers and dumb terminals: numbered choices, no redraw. */
  readonly ui: 'screen' | 'line';
  /** A line of 9600 or so baud: progress is drawn once a second, not more often. */
  readonly slow: boolean;
  /** A braille display may show the row of its cursor. */
  readonly braille?: boolean;
  /**
   * What somebody has written for a first frame of some size, and is on the screen; with the key of the item that
   * a person has moved the mark to there, or the text that they have searched for.
   */
  readonly painted?: ConsoleSize & {
    readonly written: string;
    readonly marked?: string;
    readonly search?: string;
  };
}

export interface ConsoleSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a serial line is taken for, and the smallest that the layout is made for. */
const defaultSize: ConsoleSize = { columns: 80, rows: 24 };
const leastSize: ConsoleSize = { columns: 40, rows: 12 };
const largestSize: ConsoleSize = { columns: 400, rows: 200 };

export function sizeOf(output: ConsoleOutput): ConsoleSize {
  const within = (value: number | undefined, side: keyof ConsoleSize) =>
    Math.max(leastSize[side], Math.min(value || defaultSize[side], largestSize[side]));
  return { columns: within(output.columns, 'columns'), rows: within(output.rows, 'rows') };
}
