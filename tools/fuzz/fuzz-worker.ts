import { readlinkSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { judge } from '../../test/fuzz/judge.ts';
import { mutate } from '../../test/fuzz/mutate.ts';
import { fuzzTargets } from '../../test/fuzz/targets.ts';

interface Order {
  readonly name: string;
  readonly first: number;
  readonly end: number;
  /** Where this worker writes which input it is at, how long that is, and its own thread's number. */
  readonly progress: Int32Array;
  /** The input: seeds that a tool makes are not the same the next time. */
  readonly input: Uint8Array;
  readonly deadline: number;
}

const order: Order = workerData;
const [target] = await fuzzTargets([order.name]);
if (target === undefined) throw new Error(`no target ${order.name}`);
const seeds = await target.seeds();
let index = order.first;
let reason: string | undefined;
// "PID/task/TID"
Atomics.store(order.progress, 2, Number(readlinkSync('/proc/thread-self').split('/')[2]));
while (index < order.end && Date.now() < order.deadline) {
  const input = mutate(seeds, index);
  order.input.set(input.subarray(0, order.input.length));
  Atomics.store(order.progress, 1, Math.min(input.length, order.input.length));
  Atomics.store(order.progress, 0, index);
  reason = await judge(target, input);
  if (reason !== undefined) break;
  index += 1;
}
parentPort?.postMessage(reason === undefined ? { index } : { index, reason });
