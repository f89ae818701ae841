import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paceAnswers } from '../../../src/discovery/pace-answers.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function record(everyMs: number) {
  const said: (readonly string[])[] = [];
  return { said, ...paceAnswers(everyMs, (names) => void said.push(names)) };
}

test('thirty machines that ask at once get one answer', () => {
  const { said, ask } = record(1_000);
  for (let machine = 0; machine < 30; machine += 1) ask(['a', machine % 2 === 0 ? 'b' : 'a']);
  vi.advanceTimersByTime(5_000);
  expect(said).toEqual([['a', 'b']]);
});

test('whoever asks right after an answer gets another one, when its time has come', () => {
  const { said, ask } = record(1_000);
  ask(['a']);
  vi.advanceTimersByTime(200);
  ask(['a']);
  vi.advanceTimersByTime(700);
  expect(said).toHaveLength(1);
  vi.advanceTimersByTime(400);
  expect(said).toHaveLength(2);
});

test('an answer is not larger than a question, and none is left out', () => {
  const { said, ask } = record(100);
  const names = Array.from({ length: 70 }, (_, at) => `name-${at}`);
  ask(names.slice(0, 32));
  ask(names.slice(32, 64));
  ask(names.slice(64));
  vi.advanceTimersByTime(2_000);
  expect(said.map(({ length }) => length)).toEqual([32, 32, 6]);
  expect(said.flat()).toEqual(names);
});

test('whoever asks for nothing that is here gets no answer', () => {
  const { said, ask } = record(100);
  ask([]);
  vi.advanceTimersByTime(2_000);
  expect(said).toEqual([]);
});
