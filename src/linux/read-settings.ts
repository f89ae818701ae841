import { readFile } from 'node:fs/promises';
import { mergeSettings, type Settings } from '../core/settings/settings.ts';
import {
  parseWebbootParameters,
  type WebbootParameters,
} from '../core/settings/webboot-parameters.ts';
import { stickSettingsFile } from './stick.ts';

/** The stick's file wins over one that was put into the image. */
const files = [stickSettingsFile, '/etc/webboot/webboot.json'];

/** Reads the kernel command line's settings and, below them, those of the first file there is. */
export async function readSettings(cmdline: string): Promise<WebbootParameters> {
  const parameters = parseWebbootParameters(cmdline);
  const problems = [...parameters.problems];
  let settings: Settings = {};
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    // The menu's first frame waits for this, so the schema is loaded only where it is needed.
    const { parseSettingsFile } = await import('../formats/settings/settings-file.ts');
    try {
      const read = parseSettingsFile(text);
      settings = read.settings;
      problems.push(...read.problems);
    } catch (error) {
      problems.push(`${file} is left out: ${(error as Error).message}.`);
    }
    break;
  }
  const { auto, restarted } = parameters;
  return { ...mergeSettings(settings, parameters), auto, restarted, problems };
}
