import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { WifiProfile } from '../../../core/network/wifi.ts';
import { WebbootError } from '../../../errors.ts';
import { replaceFile } from '../../replace-file.ts';

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

/**
 * `wifi.json` in the folder that a stick is mounted at, readable by root only, in the form of
 * `webboot.json`. What cannot be read is told to `onProblem`, and replaced when a network is kept.
 */
export function createKeptNetworks(
  folder: string,
  onProblem: (text: string) => void,
): KeptNetworks {
  const path = join(folder, 'wifi.json');
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
      await write(path, changed);
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
        available = await access(folder).then(
          () => true,
          () => false,
        );
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
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  // The menu's first frame waits for this, so the schema is loaded only where it is needed.
  const { parseSettingsFile } = await import('../../../formats/settings/settings-file.ts');
  try {
    const { settings, problems } = parseSettingsFile(text);
    for (const problem of problems) onProblem(problem.replaceAll('webboot.json', path));
    return settings.wifi ?? [];
  } catch (error) {
    onProblem(`${path} is left out: ${(error as Error).message}.`);
    return [];
  }
}

async function write(path: string, wifi: readonly WifiProfile[]): Promise<void> {
  try {
    if (wifi.length === 0) await rm(path, { force: true });
    else await replaceFile(path, `${JSON.stringify({ wifi }, undefined, 2)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new WebbootError(
      'sink-failed',
      `The stick was not written: ${(cause as Error).message}`,
      {
        subject: path,
        remedy: 'Check that the stick is in and not write-protected.',
        cause,
      },
    );
  }
}
