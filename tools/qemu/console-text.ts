/** The readable text of a terminal stream that comes in pieces. */
export interface ConsoleText {
  readonly value: string;
  /** Takes the next piece and returns what it added. */
  append(chunk: string): string;
}

/**
 * Control sequences (ECMA-48: CSI, OSC, and two-character escapes) and carriage returns are left
 * out, also where one is cut between two pieces; a cursor that moves forward leaves blanks.
 */
export function createConsoleText(): ConsoleText {
  let value = '';
  let pending = '';
  return {
    get value() {
      return value;
    },
    append: (chunk) => {
      const joined = pending + chunk;
      const cut = unfinishedAt(joined);
      pending = joined.slice(cut);
      const added = joined.slice(0, cut).replace(forward, blanks).replace(controls, '');
      value += added;
      return added;
    },
  };
}

/** CUF, by which programs skip blank cells. */
const forward = /\x1b\[(\d*)C/g;

function blanks(_sequence: string, count: string): string {
  return ' '.repeat(Math.min(Number(count || '1'), longest));
}

const controls = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])|\r/g;

/** The longest sequence that is waited for; anything longer is no sequence but noise. */
const longest = 256;

function unfinishedAt(text: string): number {
  const last = text.lastIndexOf('\x1b');
  if (last === -1 || text.length - last > longest) return text.length;
  return /^\x1b(?:\[[0-?]*[ -/]*|\][^\x07]*|[ -/]*)?$/.test(text.slice(last)) ? last : text.length;
}
