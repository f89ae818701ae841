import { printable } from '../../core/printable.ts';
import { shownAs } from '../console/ascii.ts';
import type { Console } from '../console/console.ts';

/** What line mode writes on one console. */
export interface LineOutput {
  /** Says the lines, with the prompt behind them: a question's, or the mark of a page that asks nothing. */
  say(lines: readonly string[], question: string | undefined): void;
  /** Shows what is typed. */
  echo(text: string): void;
}

const mark = '> ';

/**
 * A braille display shows the row of the cursor. If there may be one, the cursor stays at the beginning of what was
 * said last, and the mark comes with the first character that is typed.
 */
export function createLineOutput(
  console: Pick<Console, 'stdout' | 'charset' | 'braille'>,
): LineOutput {
  let isResting = false;
  const write = (text: string) => console.stdout.write(encode(text, console));
  return {
    say(lines, question) {
      // Over the prompt that waits there, or below what was said last.
      write(isResting ? '\r\n' : '\r');
      const said = lines.map(printable);
      isResting = console.braille === true && question === undefined && said.length > 0;
      if (isResting) return write(`${said.join('\r\n')}\r`);
      for (const text of said) write(`${text}\r\n`);
      write(question === undefined ? mark : `${printable(question)}: `);
    },
    echo(text) {
      if (isResting) write(`\r\n${mark}`);
      isResting = false;
      write(text);
    },
  };
}

function encode(text: string, { charset }: Pick<Console, 'charset'>): string {
  return [...text]
    .map((character) => (character < ' ' ? character : shownAs(character, charset)))
    .join('');
}
