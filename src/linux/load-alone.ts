import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { LoadAlone } from '../ports/kexec.ts';
import { loadArguments } from './kexec.ts';
import { runDirectory } from './run-directory.ts';

/** For initramfs/init.sh: the kernel is to be loaded by what lies in the directory. */
const exitStatus = 76;

/** For webboot's own image, on machines that have no room for a kernel next to the menu's program. */
export const loadAlone: LoadAlone = {
  bytes: () => anonymousBytes(readFileSync('/proc/self/status', 'utf8')),
  async exec(image) {
    await leaveArguments(await loadArguments(image), `${runDirectory}/load`);
    process.exit(exitStatus);
  },
};

/**
 * Leaves kexec's arguments, for each way to load a kernel a file, the best first. No argument of a program has
 * the zero in it that ends each: what a distro says of itself reaches no shell.
 */
export async function leaveArguments(
  ways: readonly (readonly string[])[],
  directory: string,
): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const [index, way] of ways.entries()) {
    await writeFile(`${directory}/${index}`, way.map((argument) => `${argument}\0`).join(''));
  }
}

/** RssAnon of proc_pid_status(5), in bytes: what goes when the process ends. */
export function anonymousBytes(status: string): number {
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
