import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { optInPath, upgradePlaces } from '../../core/upgrade/places.ts';
import { installedFiles } from '../../core/upgrade/restore-files.ts';
import { systemdCommand } from '../../core/upgrade/systemd-command.ts';
import {
  formatUpgradeSettings,
  parseUpgradeSettings,
} from '../../formats/settings/upgrade-settings.ts';
import type { UpgradeSetup } from '../../ports/upgrade.ts';
import { run } from '../run.ts';
import { replaceFile } from './replace-file.ts';

export async function preparedUnits(): Promise<readonly string[]> {
  const text = await readFile(upgradePlaces.settings, 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  return text === undefined ? [] : parseUpgradeSettings(text).units;
}

/** The drop-in, and its folder if nothing else is in it. */
async function removeOptIn(unit: string): Promise<void> {
  const path = optInPath(unit);
  await rm(path, { force: true });
  const others = await readdir(dirname(path)).catch(() => ['none']);
  if (others.length === 0) await rmdir(dirname(path));
}

export const upgradeSetup: UpgradeSetup = {
  async prepare(optIns) {
    // Before anything is written: "unprepare" could not take it back without them.
    const units = new Set([...(await preparedUnits()), ...optIns.map(({ unit }) => unit)]);
    const settings = formatUpgradeSettings({ units: [...units] });
    for (const { unit, dropIn } of optIns) {
      if (dropIn !== undefined) await replaceFile(optInPath(unit), dropIn);
    }
    const command = systemdCommand([process.execPath, process.argv[1] ?? '']);
    for (const { path, mode, text } of installedFiles(command)) await replaceFile(path, text, mode);
    await replaceFile(upgradePlaces.settings, settings);
    await run('systemctl', ['daemon-reload']);
  },

  async unprepare(names) {
    const prepared = await preparedUnits();
    const going = names.length === 0 ? prepared : prepared.filter((name) => names.includes(name));
    for (const unit of going) await removeOptIn(unit);
    const units = prepared.filter((name) => !going.includes(name));
    if (units.length > 0) {
      await replaceFile(upgradePlaces.settings, formatUpgradeSettings({ units }));
    } else {
      for (const { path } of installedFiles('')) await rm(path, { force: true });
      await rm(upgradePlaces.settings, { force: true });
    }
    await run('systemctl', ['daemon-reload']);
    return going;
  },
};
