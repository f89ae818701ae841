/**
 * Lets timers, keys and the download have their turn: what waits for nothing but memory would keep
 * them out until it ends. Throws the signal's reason if nobody wants the result any more.
 */
export async function turnOfOthers(signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
