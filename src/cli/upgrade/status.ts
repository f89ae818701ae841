import { jsonLine, line } from '../../core/printable.ts';
import { type FreezeMarks, freezeParts } from '../../core/upgrade/freeze-parts.ts';
import type { UpgradeRecord } from '../../core/upgrade/upgrade-record.ts';
import type { CliIo } from '../io.ts';
import type { UpgradeTools } from './upgrade-tools.ts';

/** `webboot upgrade status`: how the units came through the last time. */
export async function status(io: CliIo, { upgrade }: UpgradeTools, json: boolean): Promise<number> {
  const [last, prepared] = await Promise.all([upgrade.last(), upgrade.preparedUnits()]);
  if (json) io.stdout(`${jsonLine({ prepared, last: last ?? null })}\n`);
  else {
    io.stdout(line`prepared  ${prepared.join(' ') || 'nothing'}\n`);
    io.stdout(last === undefined ? 'last      none\n' : recordText(last));
  }
  return 0;
}

const stateText: Readonly<Record<UpgradeRecord['state'], string>> = {
  jumped: 'the jump was made, and is not finished',
  arrived: 'the new kernel came up',
  'came-back': 'the new kernel did not come up, and the old one restored the processes',
  abandoned: 'another kernel came up, and everything started afresh',
  interrupted: 'the restore was cut off, and everything started afresh',
};

function recordText(record: UpgradeRecord): string {
  const { at, from, to, state, marks, outcomes = [], freezeMs } = record;
  return [
    line`last      ${at}: from Linux ${from} to ${to}: ${stateText[state]}`,
    ...(freezeMs === undefined ? [] : [`freeze    ${secondsText(freezeMs)}${partsText(marks)}`]),
    ...outcomes.map(({ unit, level }) => line`  ${level.padEnd(9)}  ${unit}`),
    '',
  ].join('\n');
}

function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function partsText(marks: FreezeMarks): string {
  const parts = freezeParts(marks).map(({ part, ms }) => `${part} ${secondsText(ms)}`);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** Called by the unit that "prepare" installs. */
export async function finish(io: CliIo, { machine, upgrade }: UpgradeTools): Promise<number> {
  const { finishUpgrade } = await import('../../boot/upgrade/finish.ts');
  const { kernelVersion: running } = await machine.facts();
  const record = await finishUpgrade(upgrade, { running, clock: Date.now });
  if (record !== undefined) io.stdout(recordText(record));
  return 0;
}
