import { FormatError } from '../../errors.ts';
import { memoryAccess, readChunks } from '../random-access.ts';
import { createWorkBudget, type WorkBudget } from '../work-budget.ts';
import { decompress } from './decompress.ts';

/** A compressed file, unpacked in memory. FormatError where it becomes larger than `mostBytes`. */
export async function decompressWhole(
  file: Uint8Array,
  mostBytes: number,
  budget: WorkBudget = createWorkBudget(),
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of decompress(readChunks(memoryAccess(file)), budget)) {
    size += part.length;
    if (size > mostBytes) {
      throw new FormatError('compression', 0, `unpacks to over ${mostBytes} bytes`);
    }
    parts.push(part.slice());
  }
  return Buffer.concat(parts, size);
}
