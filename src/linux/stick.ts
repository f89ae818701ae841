import { WebbootError } from '../errors.ts';
import { exists } from './exists.ts';
import { inFolder, openFolder } from './folder.ts';
import { runDirectory } from './run-directory.ts';

/** Where the stick's own partition is mounted, when there is one. */
export const stickMountPoint = `${runDirectory}/stick`;

/** Where ISOs lie, as webboot's forerunner has it on its sticks. */
export const imagesFolder = 'Images';

export const stickSettingsFile = `${stickMountPoint}/webboot.json`;

/** Whether there is a stick to keep something on. */
export function hasStick(stick = stickMountPoint): Promise<boolean> {
  return exists(stick);
}

/** Whether a person has put settings on it. */
export function hasSettings(): Promise<boolean> {
  return exists(stickSettingsFile);
}

/** Keeps a log on the stick; resolves to where. */
export async function saveLogOnStick(
  lines: readonly string[],
  now: Date,
  stick = stickMountPoint,
): Promise<string> {
  const name = `webboot-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.log`;
  const path = `${stick}/log/${name}`;
  const text = lines.map((line) => `${line}\n`).join('');
  try {
    await inFolder(openFolder(stick), (root) =>
      inFolder(root.subfolder('log'), (folder) => folder.replace(name, text, { mode: 0o600 })),
    );
  } catch (cause) {
    throw new WebbootError(
      'sink-failed',
      `The log could not be written to the stick: ${(cause as Error).message}`,
      {
        subject: path,
        remedy: `Check that the stick is plugged in and not write-protected. The log is in ${runDirectory}/log.`,
        cause,
      },
    );
  }
  return path;
}
