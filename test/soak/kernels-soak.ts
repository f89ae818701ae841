import { runCases, type Soak, statusOf } from './cases.ts';
import { jumpAllPairs } from './kernels/pairs.ts';
import { jumpInRounds } from './kernels/rounds.ts';

/** Fifty rounds, in machines of ten. */
const machines = [1, 2, 3, 4, 5];

const soak: Soak = {
  name: 'kernels',
  columns: ['jumps', 'seconds', 'kernels', 'CPUs', 'MemTotal, kB', 'MemAvailable, kB'],
  cases: [
    { name: 'pairs', run: jumpAllPairs },
    ...machines.map((number) => ({ name: `rounds-${number}`, run: jumpInRounds(10) })),
  ],
};

/** `[--fresh] [CASE]...`: kexec between Debian's kernels, and back into webboot. The exit status. */
export async function soakKernels(argv: readonly string[]): Promise<number> {
  return statusOf(soak, await runCases(soak, argv));
}
