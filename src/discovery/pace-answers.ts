/** Answers of several machines to one question must not meet (RFC 6762, section 6). */
const leastWaitMs = 20;
const spreadMs = 100;
/** Names in one message, asked for or answered. */
const mostNames = 32;

export interface PacedAnswers {
  /** These names were asked for. */
  ask(names: readonly string[]): void;
}

/**
 * Gathers the names that are asked for, and answers them together: after a moment, and by one message in
 * `everyMs`. Everybody hears it, whoever has asked, and nobody makes this machine send more. The names
 * that may be asked for must be of a bounded number.
 */
export function paceAnswers(
  everyMs: number,
  answer: (names: readonly string[]) => void,
): PacedAnswers {
  const asked = new Set<string>();
  let waiting = false;
  let last = Number.NEGATIVE_INFINITY;
  const wait = () => {
    if (waiting || asked.size === 0) return;
    waiting = true;
    const moment = leastWaitMs + Math.random() * spreadMs;
    setTimeout(answerSome, Math.max(moment, last + everyMs - performance.now())).unref();
  };
  const answerSome = () => {
    waiting = false;
    last = performance.now();
    const names = [...asked].slice(0, mostNames);
    for (const name of names) asked.delete(name);
    answer(names);
    wait();
  };
  return {
    ask(names) {
      for (const name of names.slice(0, mostNames)) asked.add(name);
      wait();
    },
  };
}
