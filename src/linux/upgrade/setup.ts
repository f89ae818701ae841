import { chmod, mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { optInPath, upgradePlaces } from '../../core/upgrade/places.ts';
import { installedFiles } from '../../core/upgrade/restore-files.ts';
import {
  formatUpgradeSettings,
  parseUpgradeSettings,
} from '../../formats/settings/upgrade-settings.ts';
import type { UpgradeSetup } from '../../ports/upgrade.ts';
import { run } from '../run.ts';

export async function preparedUnits(): Promise<readonly string[]> {
  const text = await readFile(upgradePlaces.settings, 'utf8').catch(() => undefined);
  return text === undefined ? [] : parseUpgradeSettings(text).units;
}

async function put(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  await chmod(path, mode);
}

/** The drop-in, and its folder if nothing else is in it. */
async function removeOptIn(unit: string): Promise<void> {
  const path = optInPath(unit);
  await rm(path, { force: true });
  const others = await readdir(dirname(path)).catch(() => ['none']);
  if (others.length === 0) await rmdir(dirname(path));
}

/** How systemd calls this webboot. */
function ownCommand(): string {
  return [process.execPath, process.argv[1] ?? ''].map((word) => `"${word}"`).join(' ');
}

export const upgradeSetup: UpgradeSetup = {
  async prepare(optIns) {
    for (const { unit, dropIn } of optIns) {
      if (dropIn !== undefined) await put(optInPath(unit), dropIn, 0o644);
    }
    for (const { path, mode, text } of installedFiles(ownCommand())) await put(path, text, mode);
    const units = new Set([...(await preparedUnits()), ...optIns.map(({ unit }) => unit)]);
    await put(upgradePlaces.settings, formatUpgradeSettings({ units: [...units] }), 0o644);
    await run('systemctl', ['daemon-reload']);
  },

  async unprepare(names) {
    const prepared = await preparedUnits();
    const going = names.length === 0 ? prepared : prepared.filter((name) => names.includes(name));
    for (const unit of going) await removeOptIn(unit);
    const units = prepared.filter((name) => !going.includes(name));
    if (units.length > 0) {
      await put(upgradePlaces.settings, formatUpgradeSettings({ units }), 0o644);
    } else {
      for (const { path } of installedFiles('')) await rm(path, { force: true });
      await rm(upgradePlaces.settings, { force: true });
    }
    await run('systemctl', ['daemon-reload']);
    return going;
  },
};
