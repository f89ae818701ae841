import { hostileCases } from './cases.ts';
import { measure, measureCancel } from './measure.ts';

/**
 * `run.ts GROUP [PART…]`: runs the cases of a group, or those whose names hold one of the parts, in
 * this process, and prints a line of JSON for each: what it took, what cancelling it took, and the
 * process's peak memory so far.
 */
const longestBlockMs = 200;
const [group = '', ...wanted] = process.argv.slice(2);
const cases = (hostileCases[group] ?? []).filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
for (const { name, prepare } of cases) {
  const reading = await prepare();
  let whole = await measure(reading, new AbortController().signal);
  // Other programs slow this one's memory and caches down: what is too long has to be so each time.
  for (let again = 0; again < 3 && whole.longestBlockMs > longestBlockMs; again += 1) {
    whole = await measure(reading, new AbortController().signal);
  }
  const cancelMs = await measureCancel(reading);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ name, ...whole, cancelMs, peakMb }));
}
