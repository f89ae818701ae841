import { defined } from '../defined.ts';
import { rulesOf } from '../families/family.ts';
import { type InjectionKind, takenKinds } from '../families/injection.ts';
import type { BootEntry, ImageFacts } from '../image/image-facts.ts';
import type { PmemDescription, PmemSupport } from '../image/pmem-support.ts';
import { pmemDescriptions, pmemDrivers } from '../image/pmem-support.ts';
import type { HostFacts } from '../machine/host-facts.ts';
import type { Reservation } from '../machine/memory-map.ts';
import type { GraftStep } from './boot-plan.ts';
import { carriedDevice } from './carry-image.ts';
import { ownInit } from './graft-init.ts';

/**
 * What the target's initramfs is given beside the image's own; undefined where that lacks nothing.
 * `words` are the entry's command line and what is appended to it.
 */
export function planGraft(input: {
  readonly facts: ImageFacts;
  readonly host: HostFacts;
  readonly entry: BootEntry;
  readonly words: readonly string[];
  readonly reservation: Reservation;
  /** The medium as the target will name it. */
  readonly device: string;
  /** The person wants the live system to have webboot's network. */
  readonly handOn: boolean;
  /** What the person wants it to have besides. */
  readonly inject: readonly InjectionKind[];
  /** It is given the command that serves its image. */
  readonly servesOn: boolean;
}): GraftStep | undefined {
  const { facts, host, entry, words, reservation, device, servesOn } = input;
  const { pmem, family } = facts;
  const kernel = facts.kernels.find(({ path }) => path === entry.kernel);
  const [usual] = pmemDescriptions(facts.arch, host.firmware);
  const description = pmem.description ?? usual;
  // The hook runs before anything of the initrd does, so it loads what that has as well.
  const carries = device === carriedDevice;
  const modules = carries
    ? ['loop']
    : needsHook(pmem, host)
      ? (pmem.loads ?? pmemDrivers(description))
      : [];
  const { takesNetwork, copies, injects: rules = {} } = rulesOf(family);
  const handsOn = input.handOn && takesNetwork;
  const taken = takenKinds(rules, input.inject);
  const injects = taken.flatMap((kind) => {
    const rule = rules[kind];
    return rule?.into === 'root' ? [{ kind, directory: rule.directory }] : [];
  });
  const seeds = taken.flatMap((kind) => {
    const rule = rules[kind];
    return rule?.into === 'initramfs' ? [{ kind, path: rule.path }] : [];
  });
  const parts = {
    ...(modules.length === 0 && !handsOn && injects.length === 0 && !servesOn
      ? {}
      : {
          hook: {
            device,
            carriesImage: carries,
            modules,
            ...(isRaw(description, host) && !carries && modules.length > 0
              ? { rawAt: reservation.start }
              : {}),
            kernelVersion: kernel?.version ?? '',
            init: ownInit(words),
            handsOn,
            injects,
            servesOn,
          },
        }),
    ...(needsTable(pmem, description) && !carries ? { nfit: reservation } : {}),
    ...defined({ files: copies }),
    ...(seeds.length === 0 ? {} : { seeds }),
  };
  return Object.keys(parts).length === 0 ? undefined : parts;
}

/** Where UEFI tells what memory there is, a tree's region stays among the kernel's own. */
function isRaw(description: PmemDescription, { arch, firmware }: HostFacts): boolean {
  return description === 'device-tree' && arch === 'aarch64' && firmware === 'uefi-tree';
}

/** Not for a system that needs no medium, which has no description. */
function needsTable({ state, description }: PmemSupport, assumed: PmemDescription): boolean {
  return assumed === 'nfit' && (description !== undefined || state === 'unknown');
}

/**
 * Also where drivers are missing and nobody could look for them yet: a root file system that can
 * only be mounted may have them. And where the machine has NVDIMMs: the initrd would load their
 * driver and nd_e820 in any order, and the medium's device would have any number. And where the
 * region has to be taken raw, which nobody but the hook says.
 */
export function needsHook({ state, missing, description }: PmemSupport, host: HostFacts): boolean {
  const isOrdered = description === 'memmap' || description === 'device-tree';
  return (
    state === 'graft' ||
    (state === 'unknown' && missing.length > 0) ||
    (state === 'initrd' && isOrdered && host.otherPmem) ||
    (description !== undefined && state !== 'impossible' && isRaw(description, host))
  );
}
