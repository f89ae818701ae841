import type { AttachedConsole } from '../console/attached-console.ts';
import type { Console } from '../console/console.ts';
import type { Store } from '../store.ts';

export function attachLineMode(console: Console, _store: Store): AttachedConsole {
  return { console, redraw() {}, suspend() {}, resume() {}, detach() {} };
}
