import { runsOn } from '../architecture.ts';
import type { HostFacts } from '../machine/host-facts.ts';
import type { MemoryRange } from '../machine/memory-map.ts';
import type { PlanProblem } from '../problem.ts';
import { loadProblems } from './kexec-problems.ts';

/** Bytes that are to lie at a physical address when the jump is made. */
export interface Segment {
  /** The file that they are from. */
  readonly path: string;
  readonly address: number;
  readonly bytes: number;
}

export interface SegmentPlan {
  readonly segments: readonly Segment[];
  /** Physical address of the first instruction. */
  readonly entry: number;
}

type SegmentHost = Pick<HostFacts, 'arch' | 'kexec' | 'availableBytes'> & {
  readonly memoryMap: Pick<HostFacts['memoryMap'], 'iomem'>;
};

/** Of x86-64. */
export const pageBytes = 4096;
/** KEXEC_SEGMENT_MAX of include/linux/kexec.h. */
const mostSegments = 16;

/**
 * What stands in the way of loading segments as they are. The kernel's own rules
 * (kernel/kexec_core.c, sanity_check_segment_list) and kexec-tools' are checked here, so that the
 * reason can be said: whole pages, within "System RAM", apart from each other.
 */
export function segmentProblems(plan: SegmentPlan, host: SegmentHost): readonly PlanProblem[] {
  return [
    ...hostProblems(host),
    ...countProblems(plan),
    ...placeProblems(plan.segments, host.memoryMap.iomem),
    ...overlapProblems(plan.segments),
    ...entryProblems(plan),
    ...roomProblems(plan, host),
  ];
}

function hostProblems(host: SegmentHost): readonly PlanProblem[] {
  const problems = [...loadProblems(host)];
  if (!runsOn('x86_64', host.arch)) {
    problems.push({
      severity: 'blocker',
      code: 'wrong-architecture',
      text: `Raw segments can only be loaded on x86_64, and this machine is ${host.arch}.`,
      remedy: 'On arm64, put the program behind the header of an Image and name it as the kernel.',
    });
  }
  if (host.kexec.lockdown !== 'none') {
    problems.push({
      severity: 'blocker',
      code: 'kernel-unsigned',
      text: 'Raw segments can only be loaded by kexec_load, which lockdown forbids: nobody could have signed them.',
      remedy: 'Switch Secure Boot off in the firmware, or name a signed kernel.',
    });
  }
  return problems;
}

function countProblems({ segments }: SegmentPlan): readonly PlanProblem[] {
  if (segments.length > 0 && segments.length <= mostSegments) return [];
  return [invalid(`There are ${segments.length} segments.`, `Name 1 to ${mostSegments} of them.`)];
}

function placeProblems(
  segments: readonly Segment[],
  iomem: readonly MemoryRange[],
): readonly PlanProblem[] {
  const ram = joinRanges(iomem.filter(({ label }) => label.startsWith('System RAM')));
  return segments.flatMap((segment) => {
    const { path, address, bytes } = segment;
    const at = hexadecimal(address);
    if (bytes === 0) return [invalid(`${path} is empty.`, 'Name a file with something in it.')];
    if (address % pageBytes !== 0) {
      const below = hexadecimal(address - (address % pageBytes));
      const text = `The address ${at} of ${path} is not a multiple of ${pageBytes}.`;
      return [invalid(text, `Put it at ${below}, with padding in front of its content if needed.`)];
    }
    if (ram.some(({ start, end }) => start <= address && endOf(segment) <= end)) return [];
    const text = `${path} would lie from ${at} to ${hexadecimal(endOf(segment))}, where this machine has no usable RAM.`;
    return [invalid(text, 'Choose an address within "System RAM" of /proc/iomem, read as root.')];
  });
}

/** Ranges that touch are one, as nested ones are. */
function joinRanges(ranges: readonly MemoryRange[]): readonly { start: number; end: number }[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

function overlapProblems(segments: readonly Segment[]): readonly PlanProblem[] {
  const sorted = segments.toSorted((a, b) => a.address - b.address);
  return sorted.flatMap((segment, index) => {
    const next = sorted[index + 1];
    if (next === undefined || endOf(segment) <= next.address) return [];
    const text = `${segment.path} ends at ${hexadecimal(endOf(segment))}, behind the start of ${next.path} at ${hexadecimal(next.address)}.`;
    return [invalid(text, 'Move one of them: each takes whole pages.')];
  });
}

function entryProblems({ segments, entry }: SegmentPlan): readonly PlanProblem[] {
  const inside = segments.some(({ address, bytes }) => address <= entry && entry < address + bytes);
  if (inside) return [];
  const text = `The entry ${hexadecimal(entry)} lies in none of the segments.`;
  return [invalid(text, 'Name an address within one of them.')];
}

/** kexec keeps the segments in other pages until the jump. */
function roomProblems({ segments }: SegmentPlan, host: SegmentHost): readonly PlanProblem[] {
  const bytes = segments.reduce((sum, segment) => sum + endOf(segment) - segment.address, 0);
  if (2 * bytes <= host.availableBytes) return [];
  return [
    {
      severity: 'blocker',
      code: 'memory-too-small',
      text: `The segments have ${bytes} bytes, and loading them takes twice as much memory as that.`,
      remedy: 'Free memory, or load less.',
    },
  ];
}

function endOf({ address, bytes }: Segment): number {
  return address + Math.ceil(bytes / pageBytes) * pageBytes;
}

function hexadecimal(address: number): string {
  return `0x${address.toString(16)}`;
}

function invalid(text: string, remedy: string): PlanProblem {
  return { severity: 'blocker', code: 'segments-invalid', text, remedy };
}
