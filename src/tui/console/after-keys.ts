/** One in which keys are read, two in which React draws what they change. */
const turns = 3;

/**
 * Resolves when keys that lie in the consoles' buffers have been answered. What is loaded after the
 * first frame takes seconds on a slow processor, and no key is read meanwhile.
 */
export async function afterKeys(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((next) => setImmediate(next));
}
