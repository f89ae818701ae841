import { parseArgs } from 'node:util';
import { jumpAllPairs } from './kernels/pairs.ts';
import { jumpInRounds } from './kernels/rounds.ts';

/** `[--rounds N]`: kexec between Debian's kernels, and back into webboot. The exit status. */
export async function soakKernels(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { rounds: { type: 'string', default: '50' } },
  });
  const pairs = await jumpAllPairs();
  const rounds = await jumpInRounds(Number(values.rounds));
  return pairs && rounds ? 0 : 1;
}
