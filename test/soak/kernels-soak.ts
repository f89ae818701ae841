import { runCases, type Soak, statusOf } from './cases.ts';
import { jumpAllPairs } from './kernels/pairs.ts';
import { jumpInRounds } from './kernels/rounds.ts';

const soak: Soak = {
  name: 'kernels',
  columns: ['jumps', 'seconds', 'kernels', 'CPUs', 'MemTotal, kB', 'MemAvailable, kB'],
  cases: [
    { name: 'pairs', run: jumpAllPairs },
    { name: 'rounds-2', run: jumpInRounds(2) },
    { name: 'rounds-50', run: jumpInRounds(50) },
  ],
};

/** `[--fresh] [CASE]...`: kexec between Debian's kernels, and back into webboot. The exit status. */
export async function soakKernels(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
}
