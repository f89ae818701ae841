import { runsOn } from '../architecture.ts';
import { parseCmdline } from '../cmdline.ts';
import { defined } from '../defined.ts';
import { leftOut } from '../families/apply-recipe.ts';
import { rulesOf } from '../families/family.ts';
import { findEntry } from '../image/find-entry.ts';
import type { BootEntry, ImageFacts } from '../image/image-facts.ts';
import type { ImageSource } from '../image/image-source.ts';
import type { Expectation } from '../image/trust.ts';
import type { HostFacts } from '../machine/host-facts.ts';
import type { Reservation } from '../machine/memory-map.ts';
import { printable } from '../printable.ts';
import type { PlanProblem } from '../problem.ts';
import { ageProblems } from './age-problems.ts';
import type { BootChoice, BootPlan, BootSteps } from './boot-plan.ts';
import { carriedDevice, carriesImage } from './carry-image.ts';
import {
  type ChosenDevice,
  chooseDevice,
  cutReservation,
  memoryProblems,
  targetDevice,
} from './choose-device.ts';
import { applyEdit } from './cmdline-edit.ts';
import { graftInit } from './graft-init.ts';
import { injectionParameters, injectionProblems, mayInject } from './injection-problems.ts';
import { loadProblems } from './kexec-problems.ts';
import { originProblems } from './origin-problems.ts';
import { planGraft } from './plan-graft.ts';
import { pmemProblems } from './pmem-problems.ts';
import { serveOnBytes } from './serve-on.ts';
import { shownEntry } from './shown-entry.ts';
import { signatureProblems } from './signature-problems.ts';
import { cmdlineProblems, planCmdline } from './target-cmdline.ts';

/** What is known of an image, and of the machine that is to boot it. */
export interface PlanFacts {
  readonly source: ImageSource;
  readonly facts: ImageFacts;
  readonly expectation: Expectation;
  readonly host: HostFacts;
  /** The image lies in memory since it was verified: its name there. */
  readonly inMemory?: string;
}

export interface PlanInput extends PlanFacts {
  readonly choice: BootChoice;
}

/**
 * Decides a boot from facts alone. It is called twice: with what the peek found, to show what
 * would happen, and with what lies verified on the medium, to do it.
 */
export function planBoot(input: PlanInput): BootPlan {
  const { source, facts, expectation, host, choice } = input;
  const problems: PlanProblem[] = [...facts.problems];
  const entry = chooseEntry(facts, choice, problems);
  if (entry?.problem !== undefined) problems.push(entry.problem);
  const origin = originProblems(source, facts, expectation);
  const device = chooseDevice(input, problems);
  problems.push(
    ...trustProblems(source, expectation, choice),
    ...networkProblems(facts, expectation, choice),
    ...injectionProblems(facts, expectation, choice),
  );
  problems.push(
    ...kernelProblems(facts, { entry, host }),
    ...machineProblems(facts, host),
    ...memoryProblems(input),
    ...ageProblems(source),
    ...origin,
  );
  const behind = serveOnBytes(input, device);
  const reservation = cutReservation(device, facts.image.size, behind);
  const cmdline = entry && applyEdit(entry.cmdline, choice.edit ?? []);
  if (entry !== undefined && cmdline === undefined) problems.push(editProblem(entry));
  const steps =
    entry === undefined || cmdline === undefined
      ? undefined
      : planSteps({ ...input, entry, cmdline, device, reservation, servesOn: behind > 0 });
  // Kernels of arm64 ignore memmap=.
  if (steps !== undefined && host.arch !== 'aarch64') {
    problems.push(...cmdlineProblems(steps.load.cmdline));
  }
  return {
    source,
    choice,
    ...(input.inMemory === undefined ? {} : { inMemory: input.inMemory }),
    device: device.path,
    reservation,
    ...(entry === undefined
      ? {}
      : { entry, shown: shownEntry(facts, entry, { getsNetwork: givesNetwork(steps), origin }) }),
    ...(steps === undefined ? {} : { steps }),
    problems,
  };
}

function planSteps(
  input: PlanInput & {
    entry: BootEntry;
    /** The entry's own one, with what the person changed of it. */
    cmdline: string;
    device: ChosenDevice;
    reservation: Reservation;
    servesOn: boolean;
  },
): BootSteps {
  const { source, facts, expectation, host, choice, entry, device, reservation } = input;
  const own = input.cmdline;
  const inject = mayInject(expectation, choice) ? (choice.inject?.kinds ?? []) : [];
  const extra = [
    ...[source.extraCmdline ?? '', ...injectionParameters(facts.family, inject)],
    choice.append ?? '',
  ];
  const carries = carriesImage(facts, host);
  const target = carries ? carriedDevice : targetDevice(device, host);
  const words = [own, ...extra];
  const byTree = host.arch === 'aarch64';
  const graft = planGraft({
    facts,
    host,
    entry,
    words,
    reservation,
    device: target,
    handOn: mayHandOn(expectation, choice),
    inject,
    servesOn: input.servesOn,
  });
  const medium = {
    device: target,
    volumeId: facts.image.volumeId,
    ...(facts.dialect === undefined ? {} : { dialect: facts.dialect }),
  };
  return {
    reserve: { reservation: device.reservation, device: device.path },
    acquire: { location: source.location, device: device.path, bytes: facts.image.size },
    verify: { expectation },
    extract: { kernel: entry.kernel, initrds: entry.initrds },
    ...(graft === undefined ? {} : { graft }),
    load: {
      cmdline: planCmdline({
        cmdline: own,
        family: facts.family,
        ...medium,
        // Only x86 kernels read memmap=.
        ...(carries || byTree ? {} : { reservation }),
        host,
        consoles: host.consoles,
        ...defined({ localize: choice.localize }),
        ...(graft?.hook === undefined ? {} : { rdinit: graftInit }),
        extra,
      }),
      ...(byTree && !carries ? { region: reservation } : {}),
      leftOut: leftOut(facts.family, parseCmdline(own), medium),
    },
  };
}

function chooseEntry(
  { entries, otherEntries = [] }: ImageFacts,
  choice: BootChoice,
  problems: PlanProblem[],
): BootEntry | undefined {
  const found = findEntry(entries, choice.entry);
  const other = otherEntries.find(({ title }) => title === choice.entry);
  if (found === undefined && entries.length > 0) {
    problems.push({
      severity: 'blocker',
      code: 'unknown-entry',
      text:
        other === undefined
          ? `The image has no boot entry "${choice.entry}".`
          : `“${other.title}” cannot be started. ${other.reason}`,
      remedy: `Choose one of: ${entries.map((entry) => entry.id).join(', ')}.`,
    });
  }
  return found;
}

function givesNetwork(steps: BootSteps | undefined): boolean {
  return steps?.graft?.hook?.handsOn === true;
}

/** The line that was edited is not this entry's: an edit made for another line means nothing here. */
function editProblem({ title }: BootEntry): PlanProblem {
  return {
    severity: 'blocker',
    code: 'entry-changed',
    text: `The command line was edited, but "${printable(title)}" has a different one in this image.`,
    remedy: 'Choose the entry again and edit the command line that is shown.',
  };
}

function trustProblems(
  source: ImageSource,
  expectation: Expectation,
  choice: BootChoice,
): PlanProblem[] {
  if (expectation.kind !== 'none' || choice.acceptUnverified === source.id) return [];
  return [
    {
      severity: 'blocker',
      code: 'unverified-image',
      text: `This image cannot be verified: ${expectation.reason}. Whoever controls the network or the mirror decides what it runs.`,
      remedy: `Boot it only if you accept that: choose "boot unverified" in the menu, or give webboot.unverified=${source.id}.`,
    },
  ];
}

/** Whoever made an image that nobody vouches for would get the passphrase. */
function mayHandOn(expectation: Expectation, { handOn }: BootChoice): boolean {
  return handOn === 'always' || (handOn === 'verified' && expectation.kind !== 'none');
}

function networkProblems(
  { family }: ImageFacts,
  expectation: Expectation,
  choice: BootChoice,
): PlanProblem[] {
  if (choice.handOn === undefined) return [];
  if (!mayHandOn(expectation, choice)) {
    return [
      {
        severity: 'warning',
        code: 'network-not-handed-on',
        text: 'This live system does not get the network: its image is unverified, and it would get the passphrase.',
        remedy:
          'Connect it after it has started. If the image is your own, set webboot.handon=unverified.',
      },
    ];
  }
  if (rulesOf(family).takesNetwork) return [];
  return [
    {
      severity: 'warning',
      code: 'network-not-handed-on',
      text: 'This live system does not get the network: its initramfs has no place for that.',
      remedy: 'Connect it after it has started.',
    },
  ];
}

/** Of the chosen entry's kernel, as far as it was looked at. */
function kernelProblems(
  { kernels }: ImageFacts,
  { entry, host }: { entry: BootEntry | undefined; host: HostFacts },
): readonly PlanProblem[] {
  const kernel = kernels.find(({ path }) => path === entry?.kernel);
  return kernel === undefined ? [] : signatureProblems(kernel, host);
}

function machineProblems(facts: ImageFacts, host: HostFacts): PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (!runsOn(facts.arch, host.arch)) {
    problems.push({
      severity: 'blocker',
      code: 'wrong-architecture',
      text: `The image is for ${facts.arch}, but this machine is ${host.arch}.`,
      remedy: `Choose an image for ${host.arch}.`,
    });
  }
  problems.push(...pmemProblems(facts, host), ...loadProblems(host));
  return problems;
}
