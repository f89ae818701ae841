import { WebbootError } from '../../errors.ts';
import { run } from '../run.ts';

/** `ip` with these words. Throws `no-network` with its own complaint. */
export async function ip(name: string, words: readonly string[]): Promise<void> {
  const result = await run('ip', words);
  if (result.exitCode === 0) return;
  throw new WebbootError('no-network', `${name}: ${result.stderr.trim()}`, {
    subject: name,
    remedy: 'Check the configured address, or let the network assign one.',
  });
}
