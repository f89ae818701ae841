import type { ConsoleOutput, ConsoleSize } from './console.ts';

/** What a terminal answers with its size: xterm's control sequences, `CSI 18 t`. Others ignore it. */
const askSize = '\x1b[18t';

/** Consoles whose size is what the terminal at their end said. */
const told = new WeakSet<ConsoleOutput>();

/** Asks the terminal at the end of a line whose size the kernel does not know, such as a serial one. */
export function askUnsized(stdout: ConsoleOutput): void {
  if (!stdout.columns || !stdout.rows || told.has(stdout)) stdout.write(askSize);
}

/** Takes the answer; a size that the kernel knows counts for more than what a line says. */
export function resizeUnsized(stdout: ConsoleOutput, { rows, columns }: ConsoleSize): void {
  if (rows === 0 || columns === 0) return;
  if (stdout.columns && stdout.rows && !told.has(stdout)) return;
  told.add(stdout);
  if (rows === stdout.rows && columns === stdout.columns) return;
  Object.assign(stdout, { rows, columns });
  stdout.emit('resize');
}
