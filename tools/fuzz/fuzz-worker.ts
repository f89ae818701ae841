import { parentPort, workerData } from 'node:worker_threads';
import { judge } from '../../test/fuzz/judge.ts';
import { mutate } from '../../test/fuzz/mutate.ts';
import { fuzzTargets } from '../../test/fuzz/targets.ts';

interface Order {
  readonly name: string;
  readonly first: number;
  readonly end: number;
  /** Where this worker writes which input it is at. */
  readonly progress: Int32Array;
  readonly deadline: number;
}

const order: Order = workerData;
const [target] = await fuzzTargets([order.name]);
if (target === undefined) throw new Error(`no target ${order.name}`);
const seeds = await target.seeds();
let index = order.first;
let reason: string | undefined;
while (index < order.end && Date.now() < order.deadline) {
  Atomics.store(order.progress, 0, index);
  reason = await judge(target, mutate(seeds, index));
  if (reason !== undefined) break;
  index += 1;
}
parentPort?.postMessage(reason === undefined ? { index } : { index, reason });
