import { existsSync } from 'node:fs';

const program = '/usr/bin/brltty';

/** Whether this image has a program for braille displays, which shows the screen's row that has the cursor. */
export function hasBraille(): boolean {
  return existsSync(program);
}
