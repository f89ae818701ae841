import type { InspectImage } from '../boot/run/boot-context.ts';
import { errorCodes } from '../core/error-codes.ts';
import type { ImageFacts } from '../core/image/image-facts.ts';
import type { HostFacts } from '../core/machine/host-facts.ts';
import type { MemoryMap } from '../core/machine/memory-map.ts';
import { mebibytesText } from '../core/mebibytes.ts';
import type { BootPlan } from '../core/plan/boot-plan.ts';
import { type ListedStep, listSteps } from '../core/plan/list-steps.ts';
import { planBoot } from '../core/plan/plan-boot.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { FormatError, WebbootError } from '../errors.ts';
import { hidesAddresses, parseIomem } from '../formats/iomem.ts';
import type { Machine } from '../ports/machine.ts';
import { type CommandInput, defineCommand, usageError } from './define-command.ts';
import { entryOptions } from './entry-options.ts';
import type { CliIo } from './io.ts';

export interface PlanTools {
  readonly machine: Pick<Machine, 'facts' | 'openMedium'>;
  readonly inspect: InspectImage;
  readonly readText: (path: string) => Promise<string>;
}

/** The plan on paper, as JSON: the initrd is what kexec is handed, segment by segment. */
export interface PlanReport {
  readonly entry: BootPlan['entry'] | null;
  readonly reservation: BootPlan['reservation'];
  readonly initrd: readonly InitrdSegment[];
  readonly cmdline: string;
  /** Words of the image's own line that are not in it. */
  readonly leftOut: readonly string[];
  readonly steps: readonly ListedStep[];
  readonly problems: BootPlan['problems'];
  readonly facts: ImageFacts;
}

type GraftSegment = Extract<InitrdSegment, { kind: 'graft' }>;

type InitrdSegment =
  | {
      readonly kind: 'graft';
      readonly modules: readonly string[];
      /** False while what the modules need can only be read where the root can be mounted. */
      readonly complete: boolean;
    }
  | { readonly kind: 'image'; readonly path: string };

const planOptions = {
  ...entryOptions,
  'memory-map': {
    type: 'string',
    value: 'FILE',
    help: "Another machine's memory map: its /proc/iomem, read as root.",
    complete: 'file',
  },
  json: { type: 'boolean', default: false, help: 'Print JSON.' },
} as const;

export const planCommand = defineCommand({
  name: 'webboot plan',
  usage: ['ISO [options]'],
  about:
    "Prints what a boot of an ISO on this machine would do: reservation, initrd, command line, steps, and obstacles. Nothing is changed. Root is needed only for this machine's memory map.",
  options: planOptions,
  examples: [{ line: 'webboot plan my.iso', help: 'Would it boot here?' }],
  complete: 'file',
  run: plan,
});

async function plan(
  { values, positionals }: CommandInput<typeof planOptions>,
  io: CliIo,
  tools: PlanTools,
): Promise<number> {
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) {
    throw usageError('webboot plan', 'Name exactly one ISO.');
  }
  const host = await hostOnPaper(values['memory-map'], tools);
  const medium = await tools.machine.openMedium(path);
  try {
    const facts = await tools.inspect(medium, {
      deep: true,
      signal: io.signal,
      ...(values.entry === undefined ? {} : { entry: values.entry }),
    });
    const plan = planBoot({
      source: {
        id: 'file',
        title: path,
        version: '',
        arch: host.arch,
        location: { kind: 'local', path },
        fileName: path.slice(path.lastIndexOf('/') + 1),
        policy: { kind: 'none', reason: 'a plan verifies nothing' },
      },
      facts,
      expectation: { kind: 'none', reason: 'a plan verifies nothing' },
      host,
      choice: {
        // A plan boots nothing, so there is no risk to accept.
        acceptUnverified: 'file',
        ...(values.entry === undefined ? {} : { entry: values.entry }),
        ...(values.append === undefined ? {} : { append: values.append }),
      },
    });
    const report = reportOf(plan, facts);
    io.stdout(values.json ? `${jsonLine(report, 2)}\n` : planText(report));
    const blocker = plan.problems.find(({ severity }) => severity === 'blocker');
    return blocker === undefined ? 0 : errorCodes[blocker.code].status;
  } finally {
    await medium.close();
  }
}

/** This machine, or one with the given memory map; either way the reservation is yet to be made. */
async function hostOnPaper(mapFile: string | undefined, tools: PlanTools): Promise<HostFacts> {
  const host = await tools.machine.facts();
  if (mapFile === undefined) {
    if (hidesAddresses(host.memoryMap.iomem) && host.memoryMap.firmware.length === 0) {
      throw new WebbootError('not-permitted', "Only root can read this machine's memory map.", {
        remedy: 'Run this as root, or give --memory-map.',
      });
    }
    return { ...host, setsMemoryAside: true };
  }
  const iomem = readMemoryMap(await tools.readText(mapFile), mapFile);
  const memoryMap: MemoryMap = { iomem, firmware: [] };
  const ramBytes = iomem
    .filter(({ type }) => type === 'ram')
    .reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    ...host,
    memoryMap,
    ramBytes,
    availableBytes: ramBytes,
    pmem: [],
    setsMemoryAside: true,
  };
}

const printMap = 'Print it on that machine with sudo cat /proc/iomem.';

function readMemoryMap(text: string, subject: string): MemoryMap['iomem'] {
  let iomem: MemoryMap['iomem'];
  try {
    iomem = parseIomem(text);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new WebbootError('usage', `This is not a memory map: ${error.reason}.`, {
      subject,
      remedy: printMap,
      cause: error,
    });
  }
  if (hidesAddresses(iomem)) {
    throw new WebbootError('usage', 'This memory map has no addresses: print it as root.', {
      subject,
      remedy: printMap,
    });
  }
  if (!iomem.some(({ type }) => type === 'ram')) {
    throw new WebbootError('usage', 'This memory map lists no RAM.', { subject, remedy: printMap });
  }
  return iomem;
}

function reportOf(plan: BootPlan, facts: ImageFacts): PlanReport {
  const { graft, extract, load } = plan.steps ?? {};
  return {
    entry: plan.entry ?? null,
    reservation: plan.reservation,
    initrd: [
      ...(graft === undefined ? [] : [graftSegment(graft.hook?.modules ?? [], facts)]),
      ...(extract?.initrds ?? []).map((path) => ({ kind: 'image' as const, path })),
    ],
    cmdline: load?.cmdline ?? '',
    leftOut: load?.leftOut ?? [],
    steps: plan.steps === undefined ? [] : listSteps(plan.steps),
    problems: plan.problems,
    facts,
  };
}

function graftSegment(modules: readonly string[], { pmem }: ImageFacts): GraftSegment {
  return { kind: 'graft', modules, complete: modules.length === 0 || pmem.loads !== undefined };
}

function graftText({ modules, complete }: GraftSegment): string {
  return `graft (${modules.join(', ')}${complete ? '' : ', and what they need'})`;
}

function planText(report: PlanReport): string {
  const { start, size } = report.reservation;
  const segments = report.initrd.map((segment) =>
    segment.kind === 'graft' ? graftText(segment) : segment.path,
  );
  return [
    `entry        ${report.entry?.title ?? 'none'}`,
    `reservation  ${mebibytesText(size)} at 0x${start.toString(16)}`,
    `initrd       ${segments.join(' + ') || 'none'}`,
    `cmdline      ${report.cmdline}`,
    ...(report.leftOut.length === 0 ? [] : [`left out     ${report.leftOut.join(' ')}`]),
    `steps        ${report.steps.map(({ op }) => op).join(', ')}`,
    ...report.problems.flatMap(({ severity, text, remedy }) => [
      `${severity === 'blocker' ? '[X]' : '[~]'}  ${text}`,
      `     ${remedy}`,
    ]),
    '',
  ]
    .map(printable)
    .join('\n');
}
