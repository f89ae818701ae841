import type { ImageFacts } from '../image/image-facts.ts';
import type { HostFacts } from '../machine/host-facts.ts';
import type { PlanProblem } from '../problem.ts';
import { carriedCost, carriesImage } from './carry-image.ts';
import { needsHook } from './plan-graft.ts';

/** What stands between the live system and its image in memory. */
export function pmemProblems(facts: ImageFacts, host: HostFacts): readonly PlanProblem[] {
  const { state, reason, description } = facts.pmem;
  const carries = carriesImage(facts, host);
  if ((carries || needsHook(facts.pmem, host)) && !runsOurPrograms(facts, host)) {
    return [impossible('drivers have to be loaded, and webboot has no program for its kernel')];
  }
  if (state === 'unknown' && !runsOurPrograms(facts, host)) return [doubtful(facts)];
  if (carries) return [carried(facts)];
  if (state === 'impossible') return [impossible(reason ?? 'no driver for it')];
  if (description === 'nfit' && host.kexec.secureBoot) {
    return [impossible('under Secure Boot its kernel takes no table that describes the memory')];
  }
  // On arm64 it is told of both.
  if (description === 'nfit' && host.otherPmem && host.arch !== 'aarch64') {
    return [
      impossible('its kernel is told of it by the table that this machine has for its NVDIMMs'),
    ];
  }
  return [];
}

/** The graft's shell is this machine's: a 32-bit kernel does not run it. */
function runsOurPrograms(facts: ImageFacts, host: HostFacts): boolean {
  return facts.arch === 'unknown' || facts.arch === host.arch;
}

function carried({ image, pmem }: ImageFacts): PlanProblem {
  const mebibytes = Math.ceil(carriedCost(image.size) / (1024 * 1024));
  return {
    severity: 'warning',
    code: 'image-carried',
    text: `The live system could not find its image in memory (${pmem.reason ?? 'no driver'}), so the image is put into its initramfs. That takes ${mebibytes} MiB more RAM.`,
    remedy: 'Boot it as it is, or choose another release that has the driver.',
  };
}

/** Said before the download, where the initrd is not read. */
function doubtful({ arch }: ImageFacts): PlanProblem {
  return {
    severity: 'warning',
    code: 'pmem-impossible',
    text: `If its initrd lacks the driver for images in memory (known after the download), this live system for ${arch} cannot be booted: webboot has no program for its kernel.`,
    remedy: 'Choose the 64-bit image of this distro, if there is one.',
  };
}

function impossible(reason: string): PlanProblem {
  return {
    severity: 'blocker',
    code: 'pmem-impossible',
    text: `The live system could not find its image in memory: ${reason}.`,
    remedy: 'Choose another distro or release; this one needs a stick or a CD.',
  };
}
