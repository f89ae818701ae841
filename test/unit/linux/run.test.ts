import { expect, test } from 'vitest';
import { run, startShell } from '../../../src/linux/run.ts';

test('gives what a command wrote, its input and its status', async () => {
  const result = await run('sh', ['-c', 'cat; echo trouble >&2; exit 3'], { input: 'text\n' });
  expect(result).toEqual({ exitCode: 3, stdout: 'text', stderr: 'trouble' });
});

test('adds variables to those that are there', async () => {
  const { stdout } = await run('sh', ['-c', 'echo "$ADDED $HOME"'], { env: { ADDED: 'one' } });
  expect(stdout).toBe(`one ${process.env.HOME}`);
});

test('survives a command that ends without reading its input', async () => {
  expect((await run('true', [], { input: 'x'.repeat(1 << 20) })).exitCode).toBe(0);
});

test('ends a command that takes too long, and says so', async () => {
  const { exitCode, stderr } = await run('sleep', ['60'], { timeoutMs: 100 });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'sleep did not finish in time' });
});

test('counts a command that a signal ended as failed', async () => {
  expect((await run('sh', ['-c', 'kill -9 $$'])).exitCode).toBe(1);
});

test('ends with the reason of the signal that it was given', async () => {
  const reason = new Error('enough');
  const running = run('sleep', ['60'], { signal: AbortSignal.timeout(100) });
  await expect(running).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(run('true', [], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('names a command that is not there', async () => {
  await expect(run('no-such-command-here', [])).rejects.toMatchObject({
    code: 'host-tool-missing',
    subject: 'no-such-command-here',
  });
});

test('does the same by a shell that stays, as far as that can', async () => {
  startShell();
  expect(await run('sh', ['-c', 'echo a; echo b >&2; exit 4'])).toEqual({
    exitCode: 4,
    stdout: 'a',
    stderr: 'b',
  });
  expect((await run('cat', [], { input: 'text' })).stdout).toBe('text');
  await expect(run('no-such-command-here', [])).rejects.toMatchObject({
    code: 'host-tool-missing',
  });
  const both = await Promise.all([run('echo', ['one']), run('echo', ['two'])]);
  expect(both.map(({ stdout }) => stdout)).toEqual(['one', 'two']);
  expect((await run('sleep', ['60'], { timeoutMs: 100 })).stderr).toBe(
    'sleep did not finish in time',
  );
  expect((await run('echo', ['after'])).stdout).toBe('after');
});
