import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mostRecent } from '../core/settings/recent.ts';
import { redact } from '../core/settings/redact.ts';
import { stickMountPoint } from './stick.ts';

const name = 'recent.json';

/** What was booted from this stick before, latest first; nothing without a stick. */
export async function readRecentChoices(directory = stickMountPoint): Promise<readonly string[]> {
  try {
    const value: unknown = JSON.parse(await readFile(join(directory, name), 'utf8'));
    return Array.isArray(value) ? value.filter((query) => typeof query === 'string') : [];
  } catch {
    return [];
  }
}

/** Puts a choice first in the stick's list. An address with a secret in it is not written down. */
export async function rememberChoice(query: string, directory = stickMountPoint): Promise<void> {
  if (redact(query) !== query) return;
  const list = mostRecent(query, await readRecentChoices(directory));
  const file = join(directory, name);
  try {
    await writeFile(`${file}.part`, `${JSON.stringify(list)}\n`, { mode: 0o600, flush: true });
    await rename(`${file}.part`, file);
  } catch {
    // No stick, or a write-protected one: then nothing is remembered.
  }
}
