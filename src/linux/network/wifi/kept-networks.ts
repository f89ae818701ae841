import { join } from 'node:path';
import type { WifiProfile } from '../../../core/network/wifi.ts';
import { WebbootError } from '../../../errors.ts';
import { exists } from '../../exists.ts';
import { inFolder, openFolder } from '../../folder.ts';
import { readRegularText } from '../../regular-file.ts';

/** Wi-Fi networks that are joined without a question, with their secrets, on webboot's own stick. */
export interface KeptNetworks {
  /** There is a stick to keep them on. */
  readonly available: boolean;
  readonly profiles: readonly WifiProfile[];
  /** Looks whether the stick has come or gone; resolves to whether it has. */
  look(): Promise<boolean>;
  /** In place of the one of the same name. */
  keep(profile: WifiProfile): Promise<void>;
  forget(ssid: string): Promise<void>;
}

const fileName = 'wifi.json';
/** Some hundreds of networks. */
const mostBytes = 256 * 1024;

/**
 * `wifi.json` in the folder that a stick is mounted at, readable by root only, in the form of
 * `webboot.json`. What cannot be read is told to `onProblem`, and replaced when a network is kept.
 */
export function createKeptNetworks(
  folder: string,
  onProblem: (text: string) => void,
): KeptNetworks {
  const path = join(folder, fileName);
  let available = false;
  let profiles: readonly WifiProfile[] = [];
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: each change is made to what the one before it has written. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  const change = (edit: () => readonly WifiProfile[]): Promise<void> =>
    inTurn(async () => {
      const changed = edit();
      await write(folder, changed);
      profiles = changed;
    });
  const others = (ssid: string) => profiles.filter((profile) => profile.ssid !== ssid);
  return {
    get available() {
      return available;
    },
    get profiles() {
      return profiles;
    },
    look: () =>
      inTurn(async () => {
        const before = available;
        available = await exists(folder);
        if (available === before) return false;
        profiles = available ? await readProfiles(path, onProblem) : [];
        return true;
      }),
    // What was kept last is tried first: it is where the person is.
    keep: (profile) => change(() => [profile, ...others(profile.ssid)]),
    forget: (ssid) => change(() => others(ssid)),
  };
}

async function readProfiles(
  path: string,
  onProblem: (text: string) => void,
): Promise<readonly WifiProfile[]> {
  try {
    const text = await readRegularText(path, { mostBytes });
    if (text === undefined) return [];
    // The menu's first frame waits for this, so the schema is loaded only where it is needed.
    const { parseSettingsFile } = await import('../../../formats/settings/settings-file.ts');
    const { settings, problems } = parseSettingsFile(text);
    for (const problem of problems) onProblem(problem.replaceAll('webboot.json', path));
    return settings.wifi ?? [];
  } catch (error) {
    onProblem(`${path} is ignored: ${(error as Error).message.replace(/\.$/, '')}.`);
    return [];
  }
}

async function write(folder: string, wifi: readonly WifiProfile[]): Promise<void> {
  const text = `${JSON.stringify({ wifi }, undefined, 2)}\n`;
  try {
    await inFolder(openFolder(folder), (stick) =>
      wifi.length === 0 ? stick.remove(fileName) : stick.replace(fileName, text, { mode: 0o600 }),
    );
  } catch (cause) {
    throw new WebbootError(
      'sink-failed',
      `The stick could not be written: ${(cause as Error).message}`,
      {
        subject: join(folder, fileName),
        remedy: 'Check that the stick is plugged in and not write-protected.',
        cause,
      },
    );
  }
}
