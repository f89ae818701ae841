import { describe, expect, it } from 'vitest';
import { createConsoleText } from '../../../../tools/qemu/console-text.ts';

const read = (...chunks: readonly string[]) => {
  const text = createConsoleText();
  for (const chunk of chunks) text.append(chunk);
  return text.value;
};

describe('the text of a console', () => {
  it('has neither colours nor cursor moves nor carriage returns', () => {
    expect(read('\x1b[32m[  OK  ]\x1b[0m Started\x1b[K\r\n\x1b]0;title\x07\x1b7x')).toBe(
      '[  OK  ] Started\nx',
    );
  });

  it('is the same wherever the stream was cut', () => {
    const stream = 'a\x1b[1;31mred\x1b[0m\x1b]0;t\x07 login: ';
    for (let cut = 0; cut <= stream.length; cut += 1) {
      expect(read(stream.slice(0, cut), stream.slice(cut))).toBe('ared login: ');
    }
  });

  it('has blanks where the cursor skips cells', () => {
    expect(read('Alpine\x1b[3CLinux\x1b[Csigned')).toBe('Alpine   Linux signed');
  });

  it('shows a prompt that has no line end yet', () => {
    expect(read('live log', 'in: ')).toBe('live login: ');
  });
});
