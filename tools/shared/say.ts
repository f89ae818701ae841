/** One line of progress on standard error, so that standard output stays for results. */
export function say(text: string): void {
  process.stderr.write(`webboot: ${text}\n`);
}

/** Says what begins, and how long it took when it is done. */
export async function step<T>(title: string, act: () => Promise<T>): Promise<T> {
  say(`${title} ...`);
  const begun = performance.now();
  const result = await act();
  say(`${title}: done in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}
