import { join } from 'node:path';
import { containerOf, isContainerName } from '../core/upgrade/container-name.ts';
import { directoryOn, upgradePlaces } from '../core/upgrade/places.ts';
import { defineCommand, usageError } from './define-command.ts';
import { check } from './upgrade/check.ts';
import { prepare, unprepare } from './upgrade/prepare.ts';
import { finish, status } from './upgrade/status.ts';
import type { UpgradeTools } from './upgrade/upgrade-tools.ts';

const name = 'webboot upgrade';
const actions = ['check', 'prepare', 'unprepare', 'status'] as const;

export const upgradeCommand = defineCommand({
  name,
  usage: [
    'check [--kernel KERNEL] [--to DIRECTORY] [UNIT|container:NAME]…',
    'prepare [--lift-sandbox] UNIT|container:NAME…',
    'unprepare [UNIT|container:NAME]…',
    'KERNEL [--initrd FILE]… [--append PARAMS] [--to DIRECTORY|/dev/pmemN] [--dry-run]',
    'status',
  ],
  about:
    'Changes the kernel of a running system and carries the processes of chosen systemd services and podman containers over: they are checkpointed by criu, and go on under the next kernel with their memory and their connections. They stand still meanwhile. What cannot be carried restarts, and "check" says so beforehand. Needs systemd, criu 4.2, nft and kexec.',
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
      value: 'DIRECTORY|/dev/pmemN',
      help: `Keep the checkpoints here during the jump, instead of in ${upgradePlaces.checkpoints}: in a folder of its own, or on memory that the next kernel leaves alone.`,
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

/**
 * A folder of its own, since all that is in it is wiped. A unit file names it (`RequiresMountsFor=`),
 * in which other characters have a meaning.
 */
function checkpointFolder(to: string | undefined): string {
  if (to === undefined) return upgradePlaces.checkpoints;
  if (/^\/dev\/pmem\d{1,3}$/.test(to)) return directoryOn(to);
  if (/^\/[\w./:@+,=-]*$/.test(to)) return join(to, 'webboot-upgrade');
  throw usageError(
    name,
    'Name an absolute path with --to, of letters, digits and . _ / : @ + , = -',
  );
}

/**
 * As systemctl takes it: "nginx" is "nginx.service". Files and lines of a script are named after units,
 * so that nothing else is taken (systemd.unit(5)).
 */
function serviceName(text: string): string {
  const container = containerOf(text);
  if (container !== undefined) {
    if (isContainerName(container)) return text;
    throw usageError(name, 'Name containers as podman lists them: container:NAME.');
  }
  if (!/^[\w:.\\@-]{1,200}$/.test(text) || text.startsWith('.')) {
    throw usageError(name, 'Name units as systemctl lists them, without a path.');
  }
  return /\.[a-z]+$/.test(text) ? text : `${text}.service`;
}
