import { locationText } from '../core/image/image-location.ts';
import type { Trust } from '../core/image/trust.ts';
import type { BootEvent } from '../core/plan/boot-event.ts';

/** One event as a line for a person; undefined for those that tell a person nothing. */
export function eventText(event: BootEvent): string | undefined {
  switch (event.type) {
    case 'stage':
      return event.state === 'begin' ? `${event.stage} ...` : undefined;
    case 'selected':
      return `  ${event.source.title} (${locationText(event.source.location)})`;
    case 'facts': {
      const { image, family, entries } = event.facts;
      return `  ${image.volumeId || 'image'}: ${mebibytes(image.size)}, ${family}, ${entries.length} boot entries`;
    }
    case 'plan':
      return event.plan.entry === undefined ? undefined : `  boots "${event.plan.entry.title}"`;
    case 'problem':
      return `  ${event.problem.severity}: ${event.problem.text}\n    ${event.problem.remedy}`;
    case 'progress':
      return `  ${mebibytes(event.bytes)} of ${mebibytes(event.total)}, ${mebibytes(event.bytesPerSecond)}/s`;
    case 'trust':
      return `  ${trustText(event.trust)}`;
    case 'note':
      return `  ${event.text}`;
    case 'phase':
      return undefined;
    case 'failed': {
      const { code, message, remedy, stack } = event.failure;
      return [`error [${code}]: ${message}`, remedy, stack].filter(Boolean).join('\n  ');
    }
  }
}

export function trustText(trust: Trust): string {
  switch (trust.kind) {
    case 'signed':
      return `signed by ${trust.by}, key ${trust.fingerprint}`;
    case 'pinned':
      return `has the digest that the catalogue pins (${trust.digest.algorithm})`;
    case 'unverified':
      return `NOT VERIFIED: ${trust.reason}`;
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(1)} MiB`;
}
