import { join } from 'node:path';
import { holdsSecret } from '../core/image/image-location.ts';
import { mostRecent } from '../core/settings/recent.ts';
import { inFolder, openFolder } from './folder.ts';
import { readRegularText } from './regular-file.ts';
import { stickMountPoint } from './stick.ts';

const name = 'recent.json';
/** Five addresses are far from it. */
const mostBytes = 64 * 1024;

/** What was booted from this stick before, latest first; nothing without a stick. */
export async function readRecentChoices(directory = stickMountPoint): Promise<readonly string[]> {
  try {
    const text = await readRegularText(join(directory, name), { mostBytes });
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter((query) => typeof query === 'string') : [];
  } catch {
    return [];
  }
}

/** Puts a choice first in the stick's list. An address with a secret in it is not written down. */
export async function rememberChoice(query: string, directory = stickMountPoint): Promise<void> {
  if (holdsSecret(query)) return;
  const list = mostRecent(query, await readRecentChoices(directory));
  const text = `${JSON.stringify(list)}\n`;
  try {
    await inFolder(openFolder(directory), (folder) => folder.replace(name, text, { mode: 0o600 }));
  } catch {
    // No stick, or a write-protected one: then nothing is remembered.
  }
}
