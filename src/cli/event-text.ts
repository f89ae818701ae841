import { locationText } from '../core/image/image-location.ts';
import type { Trust } from '../core/image/trust.ts';
import { mebibytesText, progressMebibytes } from '../core/mebibytes.ts';
import type { BootEvent } from '../core/plan/boot-event.ts';
import { line, printable, printableText } from '../core/printable.ts';
import type { NearShare } from '../ports/transfer.ts';

/** One event as a line for a person; undefined for those that tell a person nothing. */
export function eventText(event: BootEvent): string | undefined {
  switch (event.type) {
    case 'stage':
      return event.state === 'begin' ? `${event.stage} ...` : undefined;
    case 'selected':
      return line`  ${event.source.title} (${locationText(event.source.location)})`;
    case 'facts': {
      const { image, family, entries } = event.facts;
      return line`  ${image.volumeId || 'image'}: ${mebibytesText(image.size)}, ${family}, ${entries.length} boot entries`;
    }
    case 'plan':
      return event.plan.entry === undefined ? undefined : line`  boots "${event.plan.entry.title}"`;
    case 'problem':
      return line`  ${event.problem.severity}: ${event.problem.text}\n    ${event.problem.remedy}`;
    case 'progress':
      return `  ${progressMebibytes(event.bytes)} of ${progressMebibytes(event.total)}, ${progressMebibytes(event.bytesPerSecond)}/s${nearText(event.near, event.bytes)}`;
    case 'trust':
      return `  ${trustText(event.trust)}`;
    case 'note':
      return line`  ${event.text}`;
    case 'peer-dropped':
      return line`  ${event.machine} was dropped: ${event.reason}.`;
    case 'lingering':
      return event.secondsLeft % 10 === 0
        ? `  ${lingerText(event.machines, event.secondsLeft)}`
        : undefined;
    case 'serving': {
      const { addresses, bytesOut, taking } = event.serving;
      return line`  serving at ${addresses.join(', ') || 'no address yet'}: ${progressMebibytes(bytesOut)} sent, ${taking.length} downloads`;
    }
    case 'phase':
    case 'choose-again':
      return undefined;
    case 'failed': {
      const { code, message, differences = [], remedy, stack } = event.failure;
      return [
        line`error [${code}]: ${message}`,
        ...differences.map(
          ({ what, shown, found }) => line`${what}: shown ${shown}; the image has ${found}`,
        ),
        ...(remedy === undefined ? [] : [printable(remedy)]),
        ...(stack === undefined ? [] : [printableText(stack)]),
      ].join('\n  ');
    }
  }
}

export function lingerText(machines: number, secondsLeft: number): string {
  const whom = machines === 1 ? 'to 1 machine' : `to ${machines} machines`;
  return `Passing the image on ${whom} of this network, ${secondsLeft} s at most.`;
}

/** ", 12.0 MiB from 2 machines here, 4 % from cdimage.debian.org" */
export function nearText(near: NearShare | undefined, bytes: number): string {
  if (near === undefined || bytes <= 0) return '';
  const machines = near.machines === 1 ? '1 machine' : `${near.machines} machines`;
  const here = `, ${progressMebibytes(near.bytes)} from ${machines} here`;
  const [mirror, ...others] = near.mirrors;
  if (mirror === undefined) return here;
  const rest = Math.max(0, Math.min(100, Math.round((1 - near.bytes / bytes) * 100)));
  const from = others.length === 0 ? mirror : `${others.length + 1} mirrors`;
  return line`${here}, ${rest} % from ${from}`;
}

export function trustText(trust: Trust): string {
  switch (trust.kind) {
    case 'signed':
      return line`signed by ${trust.by}, key ${trust.fingerprint}`;
    case 'pinned':
      return `has the expected digest (${trust.digest.algorithm})`;
    case 'unverified':
      return line`NOT VERIFIED: ${trust.reason}`;
  }
}
