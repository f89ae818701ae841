import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WebbootError } from '../../src/errors.ts';
import { runTool } from '../shared/tool.ts';

/**
 * The libraries that programs need, and those that they need in turn, as paths below
 * `directory`; throws 'build-failed' where one is not there. Sorted.
 */
export async function neededLibraries(
  programs: readonly string[],
  directory: string,
): Promise<readonly string[]> {
  const present = new Set(await readdir(directory));
  const found = new Map<string, string>();
  let files = [...programs];
  while (files.length > 0) {
    const next: string[] = [];
    for (const name of await neededBy(files)) {
      if (found.has(name)) continue;
      if (!present.has(name)) {
        throw new WebbootError('build-failed', `No package provides ${name}.`, {
          subject: files.join(', '),
          remedy: 'Add the package that has it to tools/image/packages.ts.',
        });
      }
      const path = join(directory, name);
      found.set(name, path);
      next.push(path);
    }
    files = next;
  }
  return [...found.values()].toSorted();
}

async function neededBy(files: readonly string[]): Promise<readonly string[]> {
  const text = await runTool('readelf', ['-d', ...files], { package: 'binutils' });
  return [...text.matchAll(/\(NEEDED\).*\[(.+)\]/g)].flatMap((match) => match[1] ?? []);
}
