import type { BootEvent } from '../../src/core/plan/boot-event.ts';
import type { Stage } from '../../src/core/plan/stage.ts';

/** How far a boot got, read off webboot's console. */
export interface BootTrace {
  readonly events: readonly BootEvent[];
  /** The last stage that began; undefined before the first. */
  readonly stage: Stage | undefined;
  /** Offset into the log right after the event that announces the jump. */
  readonly execAt: number | undefined;
  /** Complete lines up to here have been read. */
  readonly readTo: number;
}

export const emptyTrace: BootTrace = {
  events: [],
  stage: undefined,
  execAt: undefined,
  readTo: 0,
};

/**
 * Goes on reading events, JSON one a line, from a console's log. The kernel writes to the same
 * line whenever it likes: what precedes an event is dropped, and an event torn in two is lost.
 */
export function scanEvents(trace: BootTrace, log: string): BootTrace {
  const events = [...trace.events];
  let { stage, execAt, readTo } = trace;
  for (;;) {
    const end = log.indexOf('\n', readTo);
    if (end === -1) break;
    const event = parseEvent(log.slice(readTo, end));
    readTo = end + 1;
    if (event === undefined || execAt !== undefined) continue;
    events.push(event);
    if (event.type === 'stage' && event.state === 'begin') {
      stage = event.stage;
      if (stage === 'exec') execAt = readTo;
    }
  }
  return { events, stage, execAt, readTo };
}

function parseEvent(line: string): BootEvent | undefined {
  const at = line.indexOf('{"type":');
  if (at === -1) return undefined;
  try {
    return JSON.parse(line.slice(at)) as BootEvent;
  } catch {
    return undefined;
  }
}

/** What the second kernel and its system wrote: all after the jump but webboot's own last events. */
export function secondKernelLog(trace: BootTrace, log: string): string {
  if (trace.execAt === undefined) return '';
  return log
    .slice(trace.execAt)
    .split('\n')
    .filter((line) => !line.includes('{"type":'))
    .join('\n');
}
