import { WebbootError } from '../../errors.ts';

/** A few MB come in that time over any line that a whole image could come by. */
const mostMinutes = 15;

/**
 * Ends what is done with a server's answers once it has taken longer than any honest server needs:
 * each answer may be quick enough, and there may be no end of them. Throws `connection-stalled` then.
 */
export async function inTime<T>(
  { title, signal, most = mostMinutes }: { title: string; signal: AbortSignal; most?: number },
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), most * 60_000);
  try {
    return await act(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    throw new WebbootError('connection-stalled', `Looking at ${title} took over ${most} minutes.`, {
      remedy: 'Try again, another mirror, or another network.',
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
