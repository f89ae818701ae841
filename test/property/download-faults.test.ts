import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFaultPlan } from '../soak/fault-plan.ts';
import { runFaultPlan } from '../soak/run-fault-plan.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'webboot-faults-'));
});
afterAll(() => rm(folder, { recursive: true }));

// A selection of `npm run soak -- download`, eight plans at a time as they mostly wait.
test.each([0, 8, 16, 24, 32])(
  'ends with the exact file or a named error whatever three mirrors do, from plan %i',
  async (first) => {
    const plans = Array.from({ length: 8 }, (_, index) => createFaultPlan(first + index));
    const outcomes = await Promise.all(plans.map((plan) => runFaultPlan(plan, folder)));
    for (const [index, outcome] of outcomes.entries()) {
      expect(outcome, JSON.stringify(plans[index])).toMatchObject({ kind: 'named' });
    }
    expect(outcomes.some((outcome) => outcome.kind === 'named' && outcome.code === 'exact')).toBe(
      true,
    );
  },
);
