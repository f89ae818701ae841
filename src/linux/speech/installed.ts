import { existsSync } from 'node:fs';

const program = '/usr/bin/espeakup';

/** Whether this image can speak; at once, because the menu's first frame waits for it. */
export function canSpeak(): boolean {
  return existsSync(program);
}
