import { describe, expect, it } from 'vitest';
import { createLineEditor } from '../../../../src/tui/line-mode/line-editor.ts';
import { type KeyInput, keysOf } from '../../../helpers/tui-state.ts';

function typing(hidden: boolean, ...input: readonly KeyInput[]) {
  let echo = '';
  const events: string[] = [];
  const typed: string[] = [];
  const editor = createLineEditor({
    write: (text) => {
      echo += text;
    },
    onTyped: (text, isHidden) => typed.push(`${isHidden ? 'hidden ' : ''}${text}`),
    onLine: (line) => events.push(line),
    onBack: () => events.push('back'),
    onFunctionKey: ({ name }) => events.push(name),
  });
  editor.hide(hidden);
  for (const key of keysOf(...input)) editor.press(key);
  return { echo, typed, events };
}

describe('the line editor', () => {
  it('echoes what is typed, and takes it back with Backspace', () => {
    const { echo, typed, events } = typing(
      false,
      { type: 'ab' },
      'backspace',
      { type: 'c' },
      'enter',
    );
    expect(events).toEqual(['ac']);
    expect(typed).toEqual(['a', 'b', 'b', 'c']);
    expect(echo).toBe('ab\b \bc\r\n');
  });

  it('hands on function keys, and keeps what was typed', () => {
    const { echo, events } = typing(false, { type: 'a' }, 'f7', 'up', { type: 'b' }, 'enter');
    expect(events).toEqual(['f7', 'ab']);
    expect(echo).toBe('ab\r\n');
  });

  it('echoes nothing of a hidden text', () => {
    const { echo, typed, events } = typing(true, { type: 'ab' }, 'backspace', 'enter');
    expect(events).toEqual(['a']);
    expect(typed).toEqual(['hidden a', 'hidden b', 'hidden b']);
    expect(echo).toBe('\r\n');
  });

  it('forgets the line on Escape, and ignores keys that move', () => {
    expect(typing(false, { type: 'x' }, 'up', 'escape', 'enter').events).toEqual(['back', '']);
    expect(typing(false, 'backspace').echo).toBe('');
  });
});
