/** What the other end of a terminal says to the menu, one line each. */
export interface DoorLine {
  /** `attach`: it waits for the menu, for the first time or back from a shell. `size`: it was resized. */
  readonly word: 'attach' | 'size';
  /** The name of its folder. */
  readonly id: string;
  readonly rows: number;
  readonly columns: number;
  /** As the terminal's own `TERM`: "xterm-256color". */
  readonly term: string;
}

/** As initramfs/ssh-login.sh writes them; mktemp makes up the name. */
const pattern = /^(attach|size) ([A-Za-z0-9]{6}) (\d{1,5}) (\d{1,5}) ([A-Za-z0-9._+-]{1,64})$/;

/** Reads one line without its newline; undefined for anything else. */
export function parseDoorLine(line: string): DoorLine | undefined {
  const [, word, id = '', rows, columns, term = ''] = pattern.exec(line) ?? [];
  if (word !== 'attach' && word !== 'size') return undefined;
  return { word, id, rows: Number(rows), columns: Number(columns), term };
}

/** A line is shorter; what is longer is nobody's. */
const mostCharacters = 256;

/** Cuts what comes in pieces into lines. Of a line that is too long nothing is passed on. */
export function lineCutter(onLine: (line: string) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const [first = '', ...others] = piece.split('\n');
    rest = (rest + first).slice(0, mostCharacters + 1);
    for (const next of others) {
      if (rest.length <= mostCharacters) onLine(rest);
      rest = next.slice(0, mostCharacters + 1);
    }
  };
}
