import { describe, expect, it } from 'vitest';
import { parseConmonArguments } from '../../../../src/formats/proc/conmon-arguments.ts';

const id = '4aa462e15009d75340da6e38dc94ad0f64436ff3595b4b85623dc3a594b29d1a';
const session = 'b'.repeat(64);

const cmdline = (...words: readonly string[]) => words.map((word) => `${word}\0`).join('');

describe('the command line of conmon', () => {
  it('names the container that it watches', () => {
    const words = ['--api-version', '1', '-c', id, '-u', id, '-r', '/usr/bin/crun', '-n', 'web'];
    expect(parseConmonArguments(cmdline('/usr/bin/conmon', ...words))).toEqual({
      container: id,
      name: 'web',
      command: false,
    });
  });

  it('tells a command in the container, with a session of its own', () => {
    const words = ['conmon', '-c', id, '-u', session, '-n', 'web'];
    expect(parseConmonArguments(cmdline(...words))).toMatchObject({ command: true });
  });

  it.each([
    ['another program', ['/usr/bin/conmonitor', '-c', id]],
    ['a program that only mentions it', ['grep', 'conmon', '-c', id]],
    ['no container', ['conmon', '-u', id]],
    ['an ID that is none', ['conmon', '-c', '../../etc']],
    ['an option without a value', ['conmon', '-c']],
    ['nothing', []],
  ])('is not one with %s', (_, words) => {
    expect(parseConmonArguments(cmdline(...words))).toBeUndefined();
  });

  it('has no name if that is odd', () => {
    const words = ['conmon', '-c', id, '-u', id, '-n', '\u001b[2J'];
    expect(parseConmonArguments(cmdline(...words))).toMatchObject({ name: '' });
    expect(parseConmonArguments(cmdline('conmon', '-c', id, '-n'))).toMatchObject({ name: '' });
  });
});
