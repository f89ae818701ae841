import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { consoleOf } from '../../../src/app/ssh-menu.ts';
import type { Terminal } from '../../../src/linux/terminals/terminal.ts';
import { TerminalOutput } from '../../../src/linux/terminals/terminal-output.ts';

const terminal = (term: string): Terminal => ({
  name: 'ssh-1',
  term,
  stdin: new PassThrough(),
  stdout: new TerminalOutput(),
  gone: new Promise(() => {}),
  lend: async () => {},
  hear: () => {},
  end: () => {},
});

describe('a terminal as a console', () => {
  it.each([
    ['xterm-256color', { charset: 'unicode', color: true, ui: 'screen' }],
    ['linux', { charset: 'cp437', color: true, ui: 'screen' }],
    ['vt220', { charset: 'ascii', color: false, ui: 'screen' }],
    ['unknown', { charset: 'ascii', color: false, ui: 'screen' }],
    ['dumb', { charset: 'ascii', color: false, ui: 'line' }],
  ] as const)('%s gets what it can show', (term, expected) => {
    expect(consoleOf(terminal(term), undefined)).toMatchObject(expected);
  });

  it('speaks in line mode if the machine does', () => {
    expect(consoleOf(terminal('xterm'), 'line').ui).toBe('line');
    expect(consoleOf(terminal('dumb'), 'screen').ui).toBe('line');
  });
});

describe('what is written to a terminal that is gone', () => {
  it('is lost without an error, and does not wait', async () => {
    const output = new TerminalOutput();
    const pipe = new PassThrough();
    output.open(pipe);
    pipe.destroy(new Error('EPIPE'));
    await new Promise<void>((resolve) => output.write('x'.repeat(100_000), () => resolve()));
    output.close();
    await new Promise<void>((resolve) => output.write('x', () => resolve()));
    expect(output.writableLength).toBe(0);
  });
});
