import { StringDecoder } from 'node:string_decoder';
import type { Key, KeyName } from '../../menu/keys/key.ts';
import { matchEscape } from './escape-sequences.ts';

/** How long an Escape waits for the rest of a sequence: a slow serial line splits them. */
const escapeDelayMs = 100;

const byControl: Readonly<Record<string, KeyName>> = {
  '\x01': 'home',
  '\x03': 'ctrl-c',
  '\x05': 'end',
  '\b': 'backspace',
  '\t': 'tab',
  '\n': 'enter',
  '\r': 'enter',
  '\f': 'ctrl-l',
  '\x0e': 'down',
  '\x10': 'up',
  '\x12': 'ctrl-r',
  '\x15': 'ctrl-u',
  '\x17': 'ctrl-w',
  '\x7f': 'backspace',
};

export interface KeyDecoder {
  push(bytes: Uint8Array): void;
  /** Drops what is half read, and the timer. */
  close(): void;
}

/**
 * Turns a terminal's bytes into keys, in order, however they were cut into chunks. `onKey` is
 * called synchronously, and `onSize` with what a terminal says of its size; only an Escape that nothing followed comes a moment later.
 */
export function createKeyDecoder(
  onKey: (key: Key) => void,
  onSize: (size: { readonly rows: number; readonly columns: number }) => void = () => {},
): KeyDecoder {
  const utf8 = new StringDecoder('utf8');
  let pending = '';
  let afterReturn = false;
  let timer: NodeJS.Timeout | undefined;

  const emitCharacter = (character: string) => {
    // A serial line may send CR LF for one press of Enter.
    const repeated = character === '\n' && afterReturn;
    afterReturn = character === '\r';
    if (repeated) return;
    const name = byControl[character];
    if (name) onKey({ name });
    else if (isPrintable(character)) onKey({ name: 'text', text: character });
  };

  const drain = () => {
    while (pending !== '') {
      if (pending[0] !== '\x1b') {
        const character = String.fromCodePoint(pending.codePointAt(0) ?? 0);
        pending = pending.slice(character.length);
        emitCharacter(character);
        continue;
      }
      const match = matchEscape(pending);
      if (match.kind === 'incomplete') {
        timer = setTimeout(flush, escapeDelayMs);
        return;
      }
      afterReturn = false;
      pending = pending.slice(match.kind === 'none' ? 1 : match.length);
      if (match.kind === 'none') onKey({ name: 'escape' });
      else if (match.kind === 'paste') emitPaste(match.text, onKey);
      else if (match.kind === 'size') onSize(match);
      else if (match.key) onKey({ name: match.key });
    }
  };

  const flush = () => {
    const lone = pending === '\x1b';
    // A sequence that was cut off is noise, not an Escape and some letters.
    pending = '';
    if (lone) onKey({ name: 'escape' });
  };

  return {
    push(bytes) {
      clearTimeout(timer);
      pending += utf8.write(Buffer.from(bytes));
      drain();
    },
    close() {
      clearTimeout(timer);
      pending = '';
    },
  };
}

function emitPaste(text: string, onKey: (key: Key) => void): void {
  const clean = [...text].filter(isPrintable).join('');
  if (clean !== '') onKey({ name: 'text', text: clean });
}

function isPrintable(character: string): boolean {
  return !/[\p{Cc}\p{Cs}\p{Cn}\u{fffd}]/u.test(character);
}
