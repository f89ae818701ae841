import type { WifiProfile } from '../../../core/network/wifi.ts';
import { WebbootError } from '../../../errors.ts';
import type { StickFile, StickFiles } from '../../stick-files.ts';

/** Wi-Fi networks that are joined without a question, with their secrets, on webboot's own stick. */
export interface KeptNetworks {
  /** There is a stick to keep them on, or there will be. */
  readonly available: boolean;
  readonly profiles: readonly WifiProfile[];
  /** Looks whether the stick has come or gone; resolves to whether it has. */
  look(): Promise<boolean>;
  /** In place of the one of the same name. */
  keep(profile: WifiProfile): Promise<void>;
  forget(ssid: string): Promise<void>;
}

/** Some hundreds of networks. */
const file: StickFile = { name: 'wifi.json', mostBytes: 256 * 1024 };

/**
 * `wifi.json` on the stick, readable by root only, in the form of `webboot.json`. What cannot be read is told to
 * `onProblem`, and replaced when a network is kept. `isExpected` says that webboot came from a stick: what is kept
 * before it is mounted waits for it.
 */
export function createKeptNetworks(
  files: StickFiles,
  { isExpected, onProblem }: { isExpected: boolean; onProblem: (text: string) => void },
): KeptNetworks {
  let isThere = false;
  let profiles: readonly WifiProfile[] = [];
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: each change is made to what the one before it has written. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  const change = (edit: (before: readonly WifiProfile[]) => readonly WifiProfile[]) =>
    inTurn(async () => {
      await files
        .change(file, async (text) => format(edit(await parse(text).catch(() => []))))
        .catch((error: Error) => {
          throw notWritten(error);
        });
      profiles = edit(profiles);
    });
  return {
    get available() {
      return isExpected || isThere;
    },
    get profiles() {
      return profiles;
    },
    look: () =>
      inTurn(async () => {
        const before = isThere;
        isThere = await files.isThere();
        if (isThere === before) return false;
        profiles = await readProfiles(files, onProblem);
        return true;
      }),
    // What was kept last is tried first: it is where the person is.
    keep: (profile) => change((before) => [profile, ...without(before, profile.ssid)]),
    forget: (ssid) => change((before) => without(before, ssid)),
  };
}

function without(profiles: readonly WifiProfile[], ssid: string): readonly WifiProfile[] {
  return profiles.filter((profile) => profile.ssid !== ssid);
}

async function readProfiles(
  files: StickFiles,
  onProblem: (text: string) => void,
): Promise<readonly WifiProfile[]> {
  try {
    return await parse(await files.read(file), onProblem);
  } catch (error) {
    const reason = (error as Error).message.replace(/\.$/, '');
    onProblem(`${file.name} is ignored: ${reason}.`);
    return [];
  }
}

async function parse(
  text: string | undefined,
  onProblem: (text: string) => void = () => {},
): Promise<readonly WifiProfile[]> {
  if (text === undefined) return [];
  // The menu's first frame waits for this, so the schema is loaded only where it is needed.
  const { parseSettingsFile } = await import('../../../formats/settings/settings-file.ts');
  const { settings, problems } = parseSettingsFile(text);
  for (const problem of problems) onProblem(problem.replaceAll('webboot.json', file.name));
  return settings.wifi ?? [];
}

/** No file without a network. */
function format(wifi: readonly WifiProfile[]): string | undefined {
  return wifi.length === 0 ? undefined : `${JSON.stringify({ wifi }, undefined, 2)}\n`;
}

function notWritten(cause: Error): WebbootError {
  return new WebbootError('sink-failed', `The stick could not be written: ${cause.message}`, {
    subject: file.name,
    remedy: 'Check that the stick is plugged in and not write-protected.',
    cause,
  });
}
