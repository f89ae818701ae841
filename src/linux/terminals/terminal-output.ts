import { Writable } from 'node:stream';

/**
 * What is written to a terminal that another program holds. Without a pipe to it, or when that has
 * broken, what is written is lost: whether the terminal is still there is for its keys to say.
 */
export class TerminalOutput extends Writable {
  columns = 0;
  rows = 0;
  #pipe: Writable | undefined;

  constructor() {
    super({ decodeStrings: false });
  }

  open(pipe: Writable): void {
    this.#pipe = pipe.on('error', () => {});
  }

  /** What was written before still arrives. */
  close(): void {
    this.#pipe?.end();
    this.#pipe = undefined;
  }

  resize({ columns, rows }: { readonly columns: number; readonly rows: number }): void {
    Object.assign(this, { columns, rows });
    this.emit('resize');
  }

  override _write(chunk: string | Uint8Array, _encoding: string, done: () => void): void {
    const pipe = this.#pipe;
    if (pipe === undefined || pipe.destroyed) done();
    else pipe.write(chunk, () => done());
  }
}
