import { describe, expect, it } from 'vitest';
import { lastCommand } from '../../../src/cli/last.ts';
import { FormatError } from '../../../src/errors.ts';

async function last(text: string) {
  let out = '';
  const io = {
    stdout: (printed: string) => {
      out += printed;
    },
    stderr: () => {},
    env: {},
    signal: new AbortController().signal,
  };
  await lastCommand.main(['--json'], io, async () => [{ path: '/dev/pmem0', text }]);
  return out;
}

describe('webboot last', () => {
  it('prints the record', async () => {
    expect(await last('{"at":"2026-12-01"}')).toBe('{"at":"2026-12-01"}\n');
  });

  it.each([
    ['cut off', '{"at":'],
    ['full of commands for a terminal', '\u001b[2J'],
    ['of brackets alone', '['.repeat(100_000)],
  ])('says that a record is damaged which is %s', async (_, text) => {
    const failure = await last(text).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FormatError);
    expect(failure).toMatchObject({ message: expect.stringMatching(/^boot record: [ -~]*$/) });
  });
});
