import { line } from '../../core/printable.ts';
import { WebbootError } from '../../errors.ts';
import { usageError } from '../define-command.ts';
import type { CliIo } from '../io.ts';
import type { UpgradeTools } from './upgrade-tools.ts';

/** `webboot upgrade prepare`: what each unit needs is seen while it runs. */
export async function prepare(
  io: CliIo,
  { upgrade }: UpgradeTools,
  names: readonly string[],
  liftSandbox: boolean,
): Promise<number> {
  const [{ optInOf }, { isCarriedName }] = await Promise.all([
    import('../../core/upgrade/opt-in.ts'),
    import('../../core/upgrade/carried-name.ts'),
  ]);
  const odd = names.find((one) => !isCarriedName(one));
  if (names.length === 0 || odd !== undefined) {
    throw usageError(
      'webboot upgrade',
      line`Name services of systemd, or containers as container:NAME${odd === undefined ? '' : `; not ${odd}`}.`,
    );
  }
  const facts = await upgrade.units(names);
  const idle = facts.find(({ state }) => state !== 'active');
  if (idle !== undefined) {
    throw new WebbootError('host-unsupported', line`${idle.name} does not run (${idle.state}).`, {
      subject: idle.name,
      remedy: 'Start it first: what it needs is seen while it runs.',
    });
  }
  const optIns = facts.map((one) => optInOf(one, { liftSandbox }));
  await upgrade.prepare(optIns);
  for (const { unit, dropIn, does } of optIns) {
    io.stdout(line`${unit} is to be carried.${does.map((text) => ` ${text}`).join('')}\n`);
    if (dropIn !== undefined) io.stdout(line`  Restart it once: systemctl restart ${unit}\n`);
  }
  return 0;
}

export async function unprepare(
  io: CliIo,
  { upgrade }: UpgradeTools,
  names: readonly string[],
): Promise<number> {
  const gone = await upgrade.unprepare(names);
  for (const unit of gone) io.stdout(line`${unit} is no longer carried.\n`);
  if (gone.length === 0) io.stdout('No such unit was prepared.\n');
  return 0;
}
