import { describe, expect, it } from 'vitest';
import { createLineEditor } from '../../../../src/tui/line-mode/line-editor.ts';
import { type KeyInput, keysOf } from '../../../helpers/tui-state.ts';

function typing(hidden: boolean, ...input: readonly KeyInput[]) {
  let echo = '';
  const events: string[] = [];
  const editor = createLineEditor({
    write: (text) => {
      echo += text;
    },
    onLine: (line) => events.push(line),
    onBack: () => events.push('back'),
  });
  editor.hide(hidden);
  for (const key of keysOf(...input)) editor.press(key);
  return { echo, events };
}

describe('the line editor', () => {
  it('echoes what is typed, and takes it back with Backspace', () => {
    const { echo, events } = typing(false, { type: 'ab' }, 'backspace', { type: 'c' }, 'enter');
    expect(events).toEqual(['ac']);
    expect(echo).toBe('ab\b \bc\r\n');
  });

  it('echoes nothing of a hidden text', () => {
    const { echo, events } = typing(true, { type: 'secret' }, 'backspace', 'enter');
    expect(events).toEqual(['secre']);
    expect(echo).toBe('\r\n');
  });

  it('forgets the line on Escape, and ignores keys that move', () => {
    expect(typing(false, { type: 'x' }, 'up', 'escape', 'enter').events).toEqual(['back', '']);
    expect(typing(false, 'backspace').echo).toBe('');
  });
});
