import type { BootEvent } from '../core/plan/boot-event.ts';
import type { Machine } from '../ports/machine.ts';
import { defineCommand, usageError } from './define-command.ts';
import { eventText } from './event-text.ts';
import type { CliIo } from './io.ts';
import { handOverEvents, type KernelArguments } from './kexec-kernel.ts';
import { parseSecrets } from './kexec-secrets.ts';
import { parseSegments, type RawArguments, segmentEvents } from './kexec-segments.ts';
import { printEvents } from './print-events.ts';

/** Gives a machine that obeys dry runs. */
export type OpenMachine = (options: { readonly dryRun: boolean }, io: CliIo) => Machine;

/** The hand-over's phases for any kernel, on any Linux. */
export const kexecCommand = defineCommand({
  name: 'webboot kexec',
  usage: ['KERNEL [options]', '--segment FILE@ADDRESS… --entry ADDRESS [--dry-run] [--json]'],
  about:
    'Loads a kernel and starts it, in phases: validate, record, load, quiesce, exec. Nothing is verified: the kernel is yours. KERNEL may be a unified kernel image (x.efi): its own initrds and command line come first.',
  options: {
    profile: {
      type: 'string',
      value: 'ID|N',
      help: 'A profile of a unified kernel image, instead of its first one.',
    },
    initrd: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'FILE',
      help: 'An initrd. May be given several times; the order is kept.',
      complete: 'file',
    },
    append: { type: 'string', default: '', value: 'PARAMS', help: 'The kernel command line.' },
    'reuse-cmdline': {
      type: 'boolean',
      default: false,
      help: "Use the running kernel's command line, followed by --append.",
    },
    dtb: { type: 'string', value: 'FILE', help: 'A device tree (arm64).', complete: 'file' },
    'entry-32bit': {
      type: 'boolean',
      default: false,
      help: 'Enter an x86 kernel in 32-bit mode, for firmware that needs it.',
    },
    secret: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'NAME=FILE',
      help: "Put the file's bytes into the next kernel's keyring (keyctl print %user:NAME).",
    },
    segment: {
      type: 'string',
      multiple: true,
      default: [],
      value: 'FILE@ADDRESS',
      help: 'Bytes for a physical address instead of a kernel (x86_64). May be given several times.',
    },
    entry: {
      type: 'string',
      value: 'ADDRESS',
      help: 'Where to enter the segments, in 64-bit mode.',
    },
    'dry-run': {
      type: 'boolean',
      default: false,
      help: 'Do everything except quiesce and exec, to find out if it would load.',
    },
    json: { type: 'boolean', default: false, help: 'Print events as JSON lines.' },
  },
  examples: [
    { line: 'webboot kexec vmlinuz --dry-run', help: 'Would this kernel load here?' },
    {
      line: 'webboot kexec vmlinuz --initrd initrd.img --reuse-cmdline',
      help: 'Restart into another kernel.',
    },
    {
      line: 'webboot kexec --segment blob@0x10000000 --entry 0x10000000',
      help: 'Run a program of your own on the bare machine.',
    },
  ],
  complete: 'file',
  async run({ values, positionals }, io, open: OpenMachine) {
    const machine = open({ dryRun: values['dry-run'] }, io);
    const events =
      values.segment.length > 0 || values.entry !== undefined
        ? segmentEvents(machine, rawArguments(values, positionals))
        : handOverEvents(machine, kernelArguments(values, positionals));
    return printEvents(events, io, { json: values.json, textOf: phaseText });
  },
});

type Values = Parameters<typeof kernelArguments>[0] & {
  readonly segment: readonly string[];
  readonly entry?: string | undefined;
};

function kernelArguments(
  values: {
    readonly profile?: string | undefined;
    readonly initrd: readonly string[];
    readonly append: string;
    readonly 'reuse-cmdline': boolean;
    readonly dtb?: string | undefined;
    readonly 'entry-32bit': boolean;
    readonly secret: readonly string[];
  },
  positionals: readonly string[],
): KernelArguments {
  const [kernel, ...others] = positionals;
  if (kernel === undefined || others.length > 0) {
    throw usageError('webboot kexec', 'Name exactly one kernel.');
  }
  return {
    kernel,
    profile: values.profile,
    initrds: values.initrd,
    append: values.append,
    reuseCmdline: values['reuse-cmdline'],
    dtb: values.dtb,
    entry32: values['entry-32bit'],
    secrets: parseSecrets(values.secret),
  };
}

/** Nothing of what is said to a kernel reaches raw segments: it is refused, not dropped. */
function rawArguments(values: Values, positionals: readonly string[]): RawArguments {
  const { segment, entry, profile, initrd, append, dtb, secret } = values;
  const forKernels =
    positionals.length + initrd.length + secret.length > 0 ||
    append !== '' ||
    profile !== undefined ||
    dtb !== undefined ||
    values['reuse-cmdline'] ||
    values['entry-32bit'];
  if (forKernels) {
    throw usageError(
      'webboot kexec',
      'Segments take no kernel, initrd, command line, secret, profile or device tree.',
    );
  }
  return parseSegments(segment, entry);
}

export function phaseText(event: BootEvent): string | undefined {
  if (event.type !== 'phase') return eventText(event);
  return event.state === 'begin' ? `${event.phase} ...` : undefined;
}
