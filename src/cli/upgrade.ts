import { join } from 'node:path';
import type { UpgradeJudgement } from '../boot/upgrade/judge-units.ts';
import { errorCodes } from '../core/error-codes.ts';
import { jsonLine, line } from '../core/printable.ts';
import { upgradePlaces } from '../core/upgrade/places.ts';
import type { UpgradeRecord } from '../core/upgrade/upgrade-record.ts';
import { WebbootError } from '../errors.ts';
import type { Machine } from '../ports/machine.ts';
import type { UpgradeMachine } from '../ports/upgrade.ts';
import { defineCommand, usageError } from './define-command.ts';
import type { CliIo } from './io.ts';
import { judgementText } from './upgrade/judgement-text.ts';

export interface UpgradeTools {
  readonly machine: Machine;
  readonly upgrade: UpgradeMachine;
}

const name = 'webboot upgrade';
const actions = ['check', 'prepare', 'unprepare', 'status'] as const;

export const upgradeCommand = defineCommand({
  name,
  usage: [
    'check [--kernel KERNEL] [--to DIRECTORY] [UNIT…]',
    'prepare [--lift-sandbox] UNIT…',
    'unprepare [UNIT…]',
    'KERNEL [--initrd FILE]… [--append PARAMS] [--to DIRECTORY] [--dry-run]',
    'status',
  ],
  about:
    'Changes the kernel of a running system and carries the processes of chosen systemd services over: they are checkpointed by criu, and go on under the next kernel with their memory and their connections. They stand still meanwhile. What cannot be carried restarts, and "check" says so beforehand. Needs systemd, criu 4.2, nft and kexec.',
  options: {
    kernel: {
      type: 'string',
      value: 'KERNEL',
      help: 'With check: the next kernel, instead of the running one.',
      complete: 'file',
    },
    initrd: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'FILE',
      help: 'An initrd. May be given several times; the order is kept.',
      complete: 'file',
    },
    append: {
      type: 'string',
      default: '',
      value: 'PARAMS',
      help: "More parameters, after the running kernel's command line.",
    },
    to: {
      type: 'string',
      value: 'DIRECTORY',
      help: `Keep the checkpoints in a folder here during the jump, instead of in ${upgradePlaces.checkpoints}.`,
      complete: 'directory',
    },
    'accept-restarts': {
      type: 'boolean',
      default: false,
      help: 'Carry the others even if a prepared unit cannot be carried.',
    },
    'lift-sandbox': {
      type: 'boolean',
      default: false,
      help: 'With prepare: take away what hides the file system from the units, which criu needs to see.',
    },
    'dry-run': {
      type: 'boolean',
      default: false,
      help: 'Dump every unit for real and leave it running, load the kernel, and undo both.',
    },
    json: { type: 'boolean', default: false, help: 'Print JSON.' },
  },
  examples: [
    { line: 'webboot upgrade check nginx.service', help: 'Could it be carried?' },
    { line: 'sudo webboot upgrade prepare nginx.service', help: 'It is to be carried.' },
    {
      line: 'sudo webboot upgrade /boot/vmlinuz-6.12 --initrd /boot/initrd.img-6.12',
      help: 'Change the kernel now.',
    },
  ],
  complete: actions,
  async run({ values, positionals }, io, open: () => Promise<UpgradeTools>) {
    const [action = '', ...rest] = positionals;
    const directory = checkpointFolder(values.to);
    const tools = await open();
    const { json } = values;
    switch (action) {
      case '':
        throw usageError(name, `Name a kernel, or one of ${actions.join(', ')}.`);
      case 'check':
        return check(io, tools, { ...values, names: rest.map(serviceName), directory, json });
      case 'prepare':
        return prepare(io, tools, rest.map(serviceName), values['lift-sandbox']);
      case 'unprepare':
        return unprepare(io, tools, rest.map(serviceName));
      case 'status':
        return status(io, tools, json);
      case 'finish':
        return finish(io, tools);
      default: {
        if (rest.length > 0) throw usageError(name, 'Name exactly one kernel.');
        const { jump } = await import('./upgrade/jump.ts');
        return jump(io, tools, {
          kernel: action,
          initrds: values.initrd,
          append: values.append,
          directory,
          acceptRestarts: values['accept-restarts'],
          dryRun: values['dry-run'],
          json,
        });
      }
    }
  },
});

/** A folder of its own, since all that is in it is wiped. */
function checkpointFolder(to: string | undefined): string {
  if (to === undefined) return upgradePlaces.checkpoints;
  if (/^\/[\x21-\x7e]*$/.test(to)) return join(to, 'webboot-upgrade');
  throw usageError(name, 'Name an absolute path without blanks with --to.');
}

/** As systemctl takes it: "nginx" is "nginx.service". */
function serviceName(text: string): string {
  return /\.[a-z]+$/.test(text) ? text : `${text}.service`;
}

async function check(
  io: CliIo,
  { machine, upgrade }: UpgradeTools,
  request: {
    readonly names: readonly string[];
    readonly kernel?: string | undefined;
    readonly directory: string;
    readonly json: boolean;
  },
): Promise<number> {
  const { names, kernel, directory, json } = request;
  const [{ judgeUnits }, { kernelRelease }] = await Promise.all([
    import('../boot/upgrade/judge-units.ts'),
    import('./upgrade/kernel-release.ts'),
  ]);
  const target = kernel === undefined ? undefined : await kernelRelease(machine, kernel);
  const { judgement } = await judgeUnits(upgrade, { names, target, directory });
  io.stdout(json ? `${jsonLine(judgement)}\n` : judgementText(judgement));
  return statusOf(judgement);
}

function statusOf({ units, neededBytes, freeBytes }: UpgradeJudgement): number {
  if (units.some(({ verdict }) => verdict === 'restarts'))
    return errorCodes['unit-restarts'].status;
  return neededBytes > freeBytes ? errorCodes['checkpoint-too-large'].status : 0;
}

async function prepare(
  io: CliIo,
  { upgrade }: UpgradeTools,
  names: readonly string[],
  liftSandbox: boolean,
): Promise<number> {
  const [{ optInOf }, { isUnitName }] = await Promise.all([
    import('../core/upgrade/opt-in.ts'),
    import('../formats/settings/upgrade-settings.ts'),
  ]);
  const odd = names.find((one) => !isUnitName(one));
  if (names.length === 0 || odd !== undefined) {
    throw usageError(
      name,
      line`Name services of systemd${odd === undefined ? '' : `, not ${odd}`}.`,
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

async function unprepare(
  io: CliIo,
  { upgrade }: UpgradeTools,
  names: readonly string[],
): Promise<number> {
  const gone = await upgrade.unprepare(names);
  for (const unit of gone) io.stdout(line`${unit} is no longer carried.\n`);
  if (gone.length === 0) io.stdout('No such unit was prepared.\n');
  return 0;
}

async function status(io: CliIo, { upgrade }: UpgradeTools, json: boolean): Promise<number> {
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

function recordText({ at, from, to, state, outcomes = [], freezeMs }: UpgradeRecord): string {
  return [
    line`last      ${at}: from Linux ${from} to ${to}: ${stateText[state]}`,
    ...(freezeMs === undefined ? [] : [`freeze    ${(freezeMs / 1000).toFixed(1)} s`]),
    ...outcomes.map(({ unit, level }) => line`  ${level.padEnd(9)}  ${unit}`),
    '',
  ].join('\n');
}

/** Called by the unit that "prepare" installs. */
async function finish(io: CliIo, { machine, upgrade }: UpgradeTools): Promise<number> {
  const { finishUpgrade } = await import('../boot/upgrade/finish.ts');
  const { kernelVersion: running } = await machine.facts();
  const record = await finishUpgrade(upgrade, { running, clock: Date.now });
  if (record !== undefined) io.stdout(recordText(record));
  return 0;
}
