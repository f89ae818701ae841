import type { BootEntry } from '../../core/image/image-facts.ts';
import type { PlanProblem } from '../../core/problem.ts';
import { FormatError } from '../../errors.ts';
import type { FileTree } from '../../ports/file-tree.ts';
import type { KernelReader } from './kernel-facts.ts';

/** What keeps an entry from being started, as far as its files tell; undefined where nothing does. */
export type EntryJudge = (entry: BootEntry) => Promise<PlanProblem | undefined>;

/** Judges entries by a kernel that is missing or none, and by initrds that are missing or empty. */
export function createEntryJudge(tree: FileTree, readKernel: KernelReader): EntryJudge {
  const faults = new Map<string, Promise<string | undefined>>();
  const faultOf = (path: string) => {
    const known = faults.get(path) ?? fileFault(tree, path);
    faults.set(path, known);
    return known;
  };
  return async ({ kernel, initrds, title }) => {
    const fault = await faultOf(kernel);
    if (fault !== undefined) {
      return blocker('kernel-unreadable', `“${title}” names the kernel ${kernel}, which ${fault}.`);
    }
    const reading = await readKernel(kernel);
    if (reading.kind === 'unreadable') {
      const text = `“${title}” starts ${kernel}, which is no kernel: ${reading.why}.`;
      return blocker('kernel-unreadable', text);
    }
    for (const initrd of initrds) {
      const why = await faultOf(initrd);
      if (why !== undefined) {
        return blocker('initrd-unreadable', `“${title}” names the initrd ${initrd}, which ${why}.`);
      }
    }
    return undefined;
  };
}

async function fileFault(tree: FileTree, path: string): Promise<string | undefined> {
  const found = await tree.find(path);
  if (found === undefined) return 'is not in the image';
  if (found.kind !== 'file') return `is a ${found.kind}, not a file`;
  if (found.size === 0) return 'is empty';
  try {
    await tree.open(path);
    return undefined;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return `cannot be read: ${error.reason}`;
  }
}

function blocker(code: PlanProblem['code'], text: string): PlanProblem {
  const remedy = 'Choose another entry, or check that the image is complete.';
  return { severity: 'blocker', code, text, remedy };
}
