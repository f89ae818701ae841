import { readdir } from 'node:fs/promises';
import type { FuzzTarget } from './target.ts';

const directory = new URL('./targets/', import.meta.url);

/** Every target, or the named ones, in the order of their names. */
export async function fuzzTargets(names: readonly string[] = []): Promise<readonly FuzzTarget[]> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.ts')).sort();
  const targets = await Promise.all(
    files.map(async (name) => {
      const module: { readonly target: FuzzTarget } = await import(new URL(name, directory).href);
      return module.target;
    }),
  );
  return names.length === 0 ? targets : targets.filter(({ name }) => names.includes(name));
}
