import { holdsSecret } from '../core/image/image-location.ts';
import { mostRecent } from '../core/settings/recent.ts';
import type { StickFile, StickFiles } from './stick-files.ts';

/** Five addresses are far from its bound. */
const file: StickFile = { name: 'recent.json', mostBytes: 64 * 1024 };

/** What was booted from this stick before, latest first; nothing without a stick. */
export async function readRecentChoices(files: StickFiles): Promise<readonly string[]> {
  return parse(await files.read(file).catch(() => undefined));
}

/** Puts a choice first in the stick's list. An address with a secret in it is not written down. */
export async function rememberChoice(files: StickFiles, query: string): Promise<void> {
  if (holdsSecret(query)) return;
  await files.change(file, (text) => `${JSON.stringify(mostRecent(query, parse(text)))}\n`);
}

function parse(text = '[]'): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((query) => typeof query === 'string') : [];
  } catch {
    return [];
  }
}
