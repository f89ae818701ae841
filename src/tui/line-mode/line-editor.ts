import type { Key } from '../../menu/keys/key.ts';

export interface LineEditor {
  press(key: Key): void;
  /** Whether what is typed is shown. */
  hide(hidden: boolean): void;
}

export interface LineEditorOptions {
  readonly write: (text: string) => void;
  /** What was typed, or taken back. */
  readonly onTyped: (text: string, hidden: boolean) => void;
  readonly onLine: (line: string) => void;
  /** Escape, or Ctrl-C. */
  readonly onBack: () => void;
  /** F1 to F9, which mean what they mean everywhere; what was typed stays. */
  readonly onFunctionKey: (key: Key) => void;
}

/** A line of input with echo and Backspace, and nothing that moves the cursor about. */
export function createLineEditor({
  write,
  onTyped,
  onLine,
  onBack,
  onFunctionKey,
}: LineEditorOptions): LineEditor {
  let line = '';
  let hidden = false;
  const echo = (text: string) => {
    if (!hidden) write(text);
  };
  return {
    press(key) {
      switch (key.name) {
        case 'text':
          line += key.text;
          onTyped(key.text, hidden);
          return echo(key.text);
        case 'backspace': {
          const characters = [...line];
          const last = characters.pop();
          if (last === undefined) return;
          line = characters.join('');
          onTyped(last, hidden);
          return echo('\b \b');
        }
        case 'enter': {
          const entered = line;
          line = '';
          write('\r\n');
          return onLine(entered);
        }
        case 'escape':
        case 'ctrl-c':
          line = '';
          write('\r\n');
          return onBack();
        default:
          if (/^f\d$/.test(key.name)) onFunctionKey(key);
          return;
      }
    },
    hide(next) {
      hidden = next;
    },
  };
}
