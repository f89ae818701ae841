import { runCases, type Soak } from './cases.ts';
import { jumpAllPairs } from './kernels/pairs.ts';
import { jumpInRounds } from './kernels/rounds.ts';

/** Rounds of one machine. */
const roundsEach = 10;
const usualRounds = 50;

function soakOf(rounds: number): Soak {
  const machines = Array.from({ length: Math.ceil(rounds / roundsEach) }, (_, index) => index + 1);
  return {
    name: 'kernels',
    columns: ['jumps', 'seconds', 'kernels', 'CPUs', 'MemTotal, kB', 'MemAvailable, kB'],
    cases: [
      { name: 'pairs', run: jumpAllPairs },
      ...machines.map((number) => ({
        name: `rounds-${number}`,
        run: jumpInRounds(roundsEach),
      })),
    ],
  };
}

/**
 * `[ROUNDS] [--fresh] [CASE]...`: kexec between Debian's kernels, and back into webboot, 50 rounds
 * unless told otherwise, rounded up to tens. The exit status.
 */
export async function soakKernels(argv: readonly string[]): Promise<number> {
  const [first = '', ...others] = argv;
  const isNumber = /^[1-9]\d{0,4}$/.test(first);
  const soak = soakOf(isNumber ? Number(first) : usualRounds);
  return (await runCases(soak, isNumber ? others : argv)).status;
}
