import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFaultPlan } from './fault-plan.ts';
import { runFaultPlan } from './run-fault-plan.ts';

const atOnce = 4;

/** `[--plans N] [--from SEED]`: random fault plans with three mirrors. Returns the exit status. */
export async function soakDownloads(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      plans: { type: 'string', default: '500' },
      from: { type: 'string', default: '0' },
    },
  });
  const first = Number(values.from);
  const seeds = Array.from({ length: Number(values.plans) }, (_, index) => first + index);
  const folder = await mkdtemp(join(tmpdir(), 'webboot-soak-'));
  const tally = new Map<string, number>();
  let violations = 0;
  const work = async () => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const outcome = await runFaultPlan(createFaultPlan(seed), folder);
      const key = outcome.kind === 'named' ? outcome.code : 'VIOLATION';
      tally.set(key, (tally.get(key) ?? 0) + 1);
      if (outcome.kind === 'violation') {
        violations += 1;
        console.log(`plan ${seed}: ${outcome.text}`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await rm(folder, { recursive: true });
  }
  for (const [code, count] of [...tally].sort((a, b) => b[1] - a[1])) {
    console.log(`${String(count).padStart(6)} ${code}`);
  }
  return violations === 0 ? 0 : 1;
}
