import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { processorMs } from '../../../../tools/qemu/processor-time.ts';

it('is what a process has used of the processors, and nothing once it has ended', async () => {
  const busy = spawn('sh', ['-c', 'while :; do :; done']);
  try {
    await expect.poll(() => processorMs(busy.pid), { timeout: 50_000 }).toBeGreaterThan(20);
  } finally {
    busy.kill('SIGKILL');
    await once(busy, 'close');
  }
  expect(processorMs(busy.pid)).toBe(0);
  expect(processorMs(undefined)).toBe(0);
});
