import { execa } from 'execa';
import { WebbootError } from '../../src/errors.ts';

/**
 * What to put before a command that only root may run; sudo asks for the password on a terminal.
 * Throws 'not-permitted' where neither works; `purpose` begins that sentence.
 */
export async function rootPrefix(
  command: readonly string[],
  purpose: string,
): Promise<readonly string[]> {
  if (process.getuid?.() === 0) return [];
  const canAsk = process.stdin.isTTY === true;
  const sudo = await execa('sudo', canAsk ? ['-v'] : ['-n', 'true'], {
    reject: false,
    stdio: canAsk ? 'inherit' : 'ignore',
  });
  if (!sudo.failed) return ['sudo'];
  throw new WebbootError('not-permitted', `${purpose}, and sudo is not available.`, {
    remedy: `As root, run ${command.join(' ')}.`,
  });
}
