import { locationText } from '../../core/image/image-location.ts';
import type { BootEvent } from '../../core/plan/boot-event.ts';
import type { BootRun } from './state.ts';

/** Sentences that the progress screen can show at most. */
const noteCount = 20;

/** The state of a boot after one more of its events. */
export function foldBootEvent(run: BootRun, event: BootEvent): BootRun {
  switch (event.type) {
    case 'stage':
      return event.state === 'begin'
        ? {
            ...run,
            stage: event.stage,
            phase: undefined,
            transfer: undefined,
            lingering: undefined,
          }
        : { ...run, stage: undefined, transfer: undefined, done: [...run.done, event.stage] };
    case 'phase':
      return { ...run, phase: event.state === 'begin' ? event.phase : undefined };
    case 'selected':
      return { ...run, version: event.source.version, location: event.source.location };
    case 'plan':
      return { ...run, entryTitle: event.plan.entry?.title ?? run.entryTitle };
    case 'progress':
      return {
        ...run,
        transfer: {
          ...(event.near === undefined ? {} : { near: event.near }),
          bytes: event.bytes,
          total: event.total,
          bytesPerSecond: event.bytesPerSecond,
          secondsLeft: event.secondsLeft,
        },
      };
    case 'lingering': {
      const { machines, secondsLeft } = event;
      return { ...run, lingering: { machines, secondsLeft } };
    }
    case 'trust':
      return { ...run, trust: event.trust };
    case 'serving':
      return { ...run, serving: event.serving, inMemory: event.inMemory };
    case 'note':
      return withNote(run, event.text);
    case 'peer-dropped':
      return withNote(run, droppedText(event));
    case 'problem':
      return withNote(run, event.problem.text);
    case 'failed':
      return { ...run, state: 'failed', failure: event.failure };
    default:
      return run;
  }
}

/** The line for the log; undefined for events that would only fill it. */
export function logText(event: BootEvent): string | undefined {
  switch (event.type) {
    case 'stage':
      return `${event.stage}: ${event.state}`;
    case 'phase':
      return event.state === 'begin' ? `hand-over: ${event.phase}` : undefined;
    case 'note':
      return `${event.stage}: ${event.text}`;
    case 'peer-dropped':
      return droppedText(event);
    case 'problem':
      return `${event.problem.severity} ${event.problem.code}: ${event.problem.text}`;
    case 'failed':
      return `failed at ${event.failure.stage}, ${event.failure.code}: ${event.failure.message}`;
    case 'selected':
      return `selected ${event.source.title} ${event.source.version}: ${locationText(event.source.location)}`;
    case 'trust':
      return trustText(event.trust);
    default:
      return undefined;
  }
}

function trustText(trust: Extract<BootEvent, { type: 'trust' }>['trust']): string {
  if (trust.kind === 'signed') return `verified: signed by ${trust.by}, ${trust.fingerprint}`;
  if (trust.kind === 'pinned') return `verified: ${trust.digest.algorithm} ${trust.digest.hex}`;
  return `unverified: ${trust.reason}`;
}

function droppedText({ machine, reason }: Extract<BootEvent, { type: 'peer-dropped' }>): string {
  return `${machine} was dropped: ${reason}.`;
}

function withNote(run: BootRun, text: string): BootRun {
  return { ...run, notes: [...run.notes, text].slice(-noteCount) };
}
