import { once } from 'node:events';
import { expect, test } from 'vitest';
import { inTime } from '../../../../src/boot/stages/in-time.ts';

const title = 'Demo 1';
const most = 0.001;

/** As a mirror that always has one more part to be read. */
async function endless(signal: AbortSignal): Promise<never> {
  await once(signal, 'abort');
  throw signal.reason;
}

test('a look at an image that never ends is given up', async () => {
  const { signal } = new AbortController();
  await expect(inTime({ title, signal, most }, endless)).rejects.toMatchObject({
    code: 'connection-stalled',
    message: expect.stringContaining(title),
  });
});

test('a look that is cancelled, that fails or that ends says so itself', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  expect(await inTime({ title, signal }, async () => 7)).toBe(7);
  const broken = inTime({ title, signal }, () => Promise.reject(new Error('broken')));
  await expect(broken).rejects.toThrow('broken');
  const left = inTime({ title, signal }, endless);
  controller.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
});
