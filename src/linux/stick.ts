import { access, mkdir, writeFile } from 'node:fs/promises';
import { WebbootError } from '../errors.ts';

/** Where the stick's own partition is mounted, when there is one. */
export const stickMountPoint = '/run/webboot/stick';

/** Where ISOs lie, as webboot's forerunner has it on its sticks. */
export const imagesFolder = 'Images';

export const stickSettingsFile = `${stickMountPoint}/webboot.json`;

/** Whether there is a stick to keep something on. */
export async function hasStick(): Promise<boolean> {
  return access(stickMountPoint).then(
    () => true,
    () => false,
  );
}

/** Whether a person has put settings on it. */
export async function hasSettings(): Promise<boolean> {
  return access(stickSettingsFile).then(
    () => true,
    () => false,
  );
}

/** Keeps a log on the stick; resolves to where. */
export async function saveLogOnStick(lines: readonly string[], now: Date): Promise<string> {
  const name = `webboot-${now.toISOString().slice(0, 19).replaceAll(':', '-')}.log`;
  const path = `${stickMountPoint}/log/${name}`;
  try {
    await mkdir(`${stickMountPoint}/log`, { recursive: true });
    await writeFile(path, lines.map((line) => `${line}\n`).join(''), { flush: true });
  } catch (cause) {
    throw new WebbootError('sink-failed', `The log could not be written to the stick: ${cause}`, {
      subject: path,
      remedy: 'Check that the stick is in and not write-protected; the log is in /run/webboot/log.',
      cause,
    });
  }
  return path;
}
