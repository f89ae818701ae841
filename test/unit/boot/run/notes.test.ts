import { expect, test } from 'vitest';
import { notingNetwork } from '../../../../src/boot/run/noting-network.ts';
import { runBoot } from '../../../../src/boot/run/run-boot.ts';
import type { Session } from '../../../../src/boot/session/session.ts';
import { createNetwork } from '../../../../src/net/network.ts';
import { createFakeSession } from '../../../helpers/fake-session.ts';
import { startKindServer } from '../../../helpers/server-kinds.ts';

test('a boot without a person reports each wait for a busy server while it waits', async () => {
  const waiting = Promise.withResolvers<never>();
  const session: Session = {
    ...createFakeSession(),
    select: (_, options) => {
      options?.onNote?.('mirror.example is busy (status 503). webboot asks again in 20 s.');
      return waiting.promise;
    },
  };
  const { signal } = new AbortController();
  const events = runBoot(session, 'debian', {}, { signal });
  expect((await events.next()).value).toMatchObject({ type: 'stage', stage: 'select' });
  expect((await events.next()).value).toEqual({
    type: 'note',
    stage: 'select',
    text: 'mirror.example is busy (status 503). webboot asks again in 20 s.',
  });
});

test('a network that reports does so for parts of an image and for small files', async () => {
  const { url, close } = await startKindServer('status 429 without Retry-After', new Uint8Array(9));
  const notes: string[] = [];
  const limits = { busyFirstMs: 10, backoffMs: 5 };
  const network = notingNetwork(createNetwork({ limits }), (text) => notes.push(text));
  const remote = await network.open([url]);
  await remote.close();
  expect(notes).toHaveLength(2);
  expect(notes[0]).toMatch(
    /^127\.0\.0\.1:\d+ is busy \(status 429\)\. webboot asks again in 1 s\.$/,
  );
  await close();
});
