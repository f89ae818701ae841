import { mergeSettings, type Settings } from '../core/settings/settings.ts';
import {
  parseWebbootParameters,
  type WebbootParameters,
} from '../core/settings/webboot-parameters.ts';
import { type KeptChoices, readKeptChoices } from './kept-choices.ts';
import { readRegularText } from './regular-file.ts';
import { stickSettingsFile } from './stick.ts';

/** The stick's file wins over one that was put into the image. */
const settingsFiles = [stickSettingsFile, '/etc/webboot/webboot.json'];
/** Room for a catalogue of one's own. */
const mostBytes = 1024 * 1024;

/**
 * Reads the kernel command line's settings; below them, what was chosen in the menu; and below that,
 * the settings of the first file there is.
 */
export async function readSettings(
  cmdline: string,
  files: readonly string[] = settingsFiles,
  readChoices: () => Promise<KeptChoices> = readKeptChoices,
): Promise<WebbootParameters> {
  const parameters = parseWebbootParameters(cmdline);
  const problems = [...parameters.problems];
  let settings: Settings = {};
  for (const file of files) {
    try {
      const text = await readRegularText(file, { mostBytes });
      if (text === undefined) continue;
      // The menu's first frame waits for this, so the schema is loaded only where it is needed.
      const { parseSettingsFile } = await import('../formats/settings/settings-file.ts');
      const read = parseSettingsFile(text);
      settings = read.settings;
      problems.push(...read.problems);
    } catch (error) {
      problems.push(`${file} is ignored: ${(error as Error).message.replace(/\.$/, '')}.`);
    }
    break;
  }
  const { auto, restarted } = parameters;
  const lasting = { ...settings, ...(await readChoices()) };
  return { ...mergeSettings(lasting, parameters), auto, restarted, problems };
}
