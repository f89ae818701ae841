import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { streamViews } from '../../../src/remote/view-stream.ts';

/** A reader that takes a chunk when it is told to. */
function createReader() {
  const taken: string[] = [];
  let release = () => {};
  const stream = new Writable({
    decodeStrings: false,
    highWaterMark: 10,
    write(chunk: string, _encoding, done) {
      taken.push(chunk);
      release = done;
    },
  });
  const answer = Object.assign(stream, { writeHead: () => stream }) as unknown as ServerResponse;
  return { answer, taken, take: () => release() };
}

function follow(answer: ServerResponse, patienceMs: number) {
  let view = '"first"';
  const listeners = new Set<() => void>();
  streamViews(answer, {
    read: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    heartbeatMs: 60_000,
    patienceMs,
  });
  const show = (next: string) => {
    view = next;
    for (const listener of listeners) listener();
  };
  return { show, listeners };
}

test('a slow reader gets the latest view, and none of those in between', async () => {
  const { answer, taken, take } = createReader();
  const { show } = follow(answer, 60_000);
  for (let at = 0; at < 10_000; at += 1) show(`"view ${at}"`);
  const drained = once(answer, 'drain');
  take();
  await drained;
  expect(taken).toEqual(['data: "first"\n\n', 'data: "view 9999"\n\n']);
  answer.destroy();
});

test('a reader that takes nothing is cut off, and nothing is kept for it', async () => {
  const { answer, taken } = createReader();
  const { show, listeners } = follow(answer, 20);
  show('"second"');
  await once(answer, 'close');
  expect(taken).toEqual(['data: "first"\n\n']);
  expect(listeners.size).toBe(0);
});

test('a view that has not changed is not sent again', () => {
  const { answer, taken } = createReader();
  const { show } = follow(answer, 60_000);
  show('"first"');
  expect(taken).toHaveLength(1);
  answer.destroy();
});
