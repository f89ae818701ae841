import { readdir, readFile, rm } from 'node:fs/promises';
import { formatArmed, parseArmed } from '../../core/upgrade/armed.ts';
import { parseMarks } from '../../core/upgrade/freeze-parts.ts';
import { upgradePlaces } from '../../core/upgrade/places.ts';
import { WebbootError } from '../../errors.ts';
import { parseUpgradeRecord } from '../../formats/settings/upgrade-record.ts';
import type { NextBoot } from '../../ports/upgrade.ts';
import { run } from '../run.ts';
import { replaceFile } from './replace-file.ts';

const { armed, restoring, record, results } = upgradePlaces;

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

export const nextBoot: NextBoot = {
  arm: (upgrade) => replaceFile(armed, formatArmed(upgrade)),

  async disarm() {
    for (const path of [armed, restoring]) await rm(path, { force: true });
  },

  async pidLimit() {
    return Number(await readFile('/proc/sys/kernel/pid_max', 'utf8'));
  },

  async found() {
    const tried = await textOf(restoring);
    const upgrade = parseArmed(tried ?? (await textOf(armed)) ?? '');
    if (upgrade === undefined) return undefined;
    const names = await readdir(results).catch(() => undefined);
    const ended = '.restored';
    return {
      upgrade,
      tried: tried !== undefined,
      // Absent: this boot did not try.
      restored: new Set(
        (names ?? [])
          .filter((name) => name.endsWith(ended))
          .map((name) => name.slice(0, -ended.length)),
      ),
      triedNow: names !== undefined,
      marks: parseMarks((await textOf(`${results}/marks`)) ?? ''),
    };
  },

  keep: (kept) => replaceFile(record, `${JSON.stringify(kept)}\n`),

  async last() {
    const text = await textOf(record);
    return text === undefined ? undefined : parseUpgradeRecord(text);
  },

  async jump() {
    // What is left by now ends as well by a signal. Without --force systemd stops each unit in order.
    const { exitCode, stderr } = await run('systemctl', ['--force', 'kexec'], {
      timeoutMs: 60_000,
    });
    if (exitCode === 0) return;
    throw new WebbootError('kexec-failed', `The kernel could not be started: ${stderr}.`, {
      remedy: 'Try again. If it fails twice, restart the machine.',
    });
  },
};
