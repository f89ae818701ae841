import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runPrivately } from '../../../../src/linux/upgrade/run-privately.ts';

it('makes files that only their owner may read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'webboot-private-'));
  try {
    const path = join(folder, 'pages-1.img');
    const { exitCode } = await runPrivately(['touch', path]);
    expect(exitCode).toBe(0);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('tells a command that was killed from one that failed, also if timeout(1) killed it', async () => {
  const deaf = 'trap "" TERM; while :; do sleep 0.1; done';
  const commands = [
    ['sh', '-c', 'exit 1'],
    ['sh', '-c', 'kill -KILL $$'],
    ['timeout', '--kill-after=0.2', '0.2', 'sh', '-c', deaf],
  ];
  const results = await Promise.all(commands.map((command) => runPrivately(command)));
  expect(results.map(({ exitCode }) => exitCode)).toEqual([1, 137, 137]);
});
