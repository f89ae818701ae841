import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type ResidentShell, startResidentShell } from '../../../src/linux/resident-shell.ts';

const limits = { timeoutMs: 20_000 };
const shells: ResidentShell[] = [];

function shell(): ResidentShell {
  const started = startResidentShell();
  shells.push(started);
  return started;
}

afterEach(() => {
  for (const one of shells.splice(0)) one.close();
});

test('gives what commands wrote and how they ended, one after the other', async () => {
  const sh = shell();
  const failed = await sh.run('sh', ['-c', 'echo out; echo err >&2; exit 3'], limits);
  expect(failed).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
  expect(await sh.run('true', [], limits)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect((await sh.run('sh', ['-c', 'kill -9 $$'], limits))?.exitCode).toBe(128 + 9);
});

test('hands arguments on as they are', async () => {
  const words = ["it's", '$HOME', '', 'two\nlines', '*', '`id`', '\\', '"', '; exit', 'ä'];
  const result = await shell().run(
    'node',
    ['-p', 'JSON.stringify(process.argv)', ...words],
    limits,
  );
  expect(JSON.parse(result?.stdout ?? '').slice(1)).toEqual(words);
});

test('gives all of a long output', async () => {
  const result = await shell().run('sh', ['-c', 'yes 0123456789 | head -c 3000000'], limits);
  expect(result?.stdout.length).toBe(3_000_000);
});

test('is busy while a command runs, whose input is empty', async () => {
  const sh = shell();
  const first = sh.run('cat', [], limits);
  expect(sh.run('true', [], limits)).toBeUndefined();
  expect(await first).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  expect(await sh.run('true', [], limits)).toBeDefined();
});

test('ends with a command that takes too long, and says so', async () => {
  const sh = shell();
  const late = await sh.run('sleep', ['60'], { timeoutMs: 100 });
  expect(late).toEqual({ exitCode: 1, stdout: '', stderr: 'sleep did not finish in time' });
  expect(sh.isGone).toBe(true);
  expect(sh.run('true', [], limits)).toBeUndefined();
});

test('tells a command that it went away', async () => {
  const sh = shell();
  const running = sh.run('sleep', ['60'], limits);
  await sleep(50);
  sh.close();
  expect(await running).toMatchObject({ exitCode: 1, stderr: 'the shell is gone' });
});

test('is gone at once where there is no shell', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    const sh = shell();
    expect(await sh.run('true', [], limits)).toBeUndefined();
    expect(sh.isGone).toBe(true);
  } finally {
    process.env.PATH = path;
  }
});
