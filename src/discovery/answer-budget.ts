/** Nobody makes this machine send more than that: an answer is larger than its question. */
const answersPerSecond = 20;

/** Whether another answer may be sent in this second. */
export function createAnswerBudget(): () => boolean {
  let second = 0;
  let left = answersPerSecond;
  return () => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) {
      second = now;
      left = answersPerSecond;
    }
    left -= 1;
    return left >= 0;
  };
}
