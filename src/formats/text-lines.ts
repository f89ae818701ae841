import { FormatError } from '../errors.ts';

/** What a text of lines may hold; more is in no genuine one, and costs time before any is verified. */
export interface LineLimits {
  /** The format's name in errors. */
  readonly format: string;
  readonly mostLines?: number;
  /** In characters. */
  readonly longest?: number;
}

/** The lines of a text, parted at LF only. FormatError for too many, and for one that is too long. */
export function* textLines(
  text: string,
  { format, mostLines = 50_000, longest = 4096 }: LineLimits,
): Generator<string> {
  let start = 0;
  for (let count = 1; start <= text.length; count += 1) {
    if (count > mostLines) throw new FormatError(format, start, `over ${mostLines} lines`);
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    if (end - start > longest) {
      throw new FormatError(format, start, `a line of ${end - start} characters, over ${longest}`);
    }
    yield text.slice(start, end);
    start = end + 1;
  }
}
