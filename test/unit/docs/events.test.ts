import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printEvents } from '../../../src/cli/print-events.ts';
import type {
  BootEvent,
  FailureReport,
  KexecPhase,
  UpgradePhase,
} from '../../../src/core/plan/boot-event.ts';
import { eventContract } from '../../../src/core/plan/event-contract.ts';
import { stages } from '../../../src/core/plan/stage.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';

/** Which members a type has, and whether each is always there: wrong or missing ones do not compile. */
type Members<T> = {
  readonly [K in Exclude<keyof T, 'type'>]-?: Record<never, never> extends Pick<T, K>
    ? 'optional'
    : 'required';
};
type EventOf<T extends BootEvent['type']> = Extract<BootEvent, { readonly type: T }>;

const events: { readonly [T in BootEvent['type']]: Members<EventOf<T>> } = {
  selected: { source: 'required' },
  facts: { facts: 'required' },
  plan: { plan: 'required' },
  stage: { stage: 'required', state: 'required' },
  phase: { phase: 'required', state: 'required' },
  problem: { problem: 'required' },
  progress: {
    stage: 'required',
    bytes: 'required',
    total: 'required',
    bytesPerSecond: 'required',
    near: 'optional',
    secondsLeft: 'optional',
  },
  trust: { trust: 'required' },
  serving: { serving: 'required', inMemory: 'required' },
  'choose-again': { facts: 'required', inMemory: 'required' },
  'peer-dropped': { machine: 'required', reason: 'required' },
  lingering: { machines: 'required', secondsLeft: 'required' },
  note: { stage: 'required', text: 'required' },
  failed: { failure: 'required' },
};

const failure: Members<FailureReport> = {
  code: 'required',
  stage: 'required',
  message: 'required',
  subject: 'optional',
  remedy: 'optional',
  differences: 'optional',
  stack: 'optional',
};

const phases: Readonly<Record<KexecPhase, true>> = {
  validate: true,
  record: true,
  load: true,
  quiesce: true,
  exec: true,
};

const upgradePhases: Readonly<Record<UpgradePhase, true>> = {
  validate: true,
  record: true,
  predump: true,
  load: true,
  quiesce: true,
  lock: true,
  dump: true,
  verify: true,
  persist: true,
  exec: true,
};

const near: Members<NonNullable<EventOf<'progress'>['near']>> = {
  bytes: 'required',
  machines: 'required',
  mirrors: 'required',
};

const text = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8');

/** The rows of the table below a heading: its first two cells, in code. */
function tableBelow(heading: string): readonly (readonly [string, string])[] {
  const [, section = ''] = text.split(`## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| `([a-z-]+)` \| ([^|]*) \|/gm)].map(([, name = '', cell = '']) => [
    name,
    cell.trim(),
  ]);
}

function told(members: Readonly<Record<string, 'required' | 'optional'>>): string {
  return Object.entries(members)
    .map(([name, presence]) => (presence === 'optional' ? `\`${name}\`?` : `\`${name}\``))
    .join(', ');
}

function inCode(names: Readonly<Record<string, unknown>>): string {
  return Object.keys(names)
    .map((one) => `\`${one}\``)
    .join(', ');
}

describe('docs/events.md', () => {
  it('names the version that the first line of a stream names', () => {
    expect(text).toContain(`\`${JSON.stringify(eventContract)}\``);
  });

  it('lists every type of event with all of its members', () => {
    expect(Object.fromEntries(tableBelow('Events'))).toEqual(
      Object.fromEntries(Object.entries(events).map(([type, members]) => [type, told(members)])),
    );
  });

  it('lists the members of a failure', () => {
    expect(tableBelow('A failure').map(([name, presence]) => [name, presence])).toEqual(
      Object.entries(failure).map(([name, presence]) => [
        name,
        presence === 'required' ? 'always' : 'sometimes',
      ]),
    );
  });

  it('lists stages and phases in their order', () => {
    expect(text).toContain(`Stages: ${stages.map((stage) => `\`${stage}\``).join(', ')}.`);
    expect(text).toContain(`Phases: ${inCode(phases)}.`);
    expect(text).toMatch(
      new RegExp(`Phases of \`webboot upgrade KERNEL --json\`.*: ${inCode(upgradePhases)}\\.`),
    );
  });

  it('names every part of what came from machines nearby', () => {
    const [, row = ''] = /^\| `progress` \|.*`near`: (.*) \|$/m.exec(text) ?? [];
    expect([...row.matchAll(/`([a-z]+)`/g)].map(([, name]) => name)).toEqual(Object.keys(near));
  });

  it.each([undefined, 'verify'] as const)('is kept by a boot that fails at %s', async (failAt) => {
    const session = createFakeSession({ ticks: 2, tickMs: 0, ...(failAt && { failAt }) });
    const plan = session.plan(await session.peek(await session.select('debian')), {});
    let output = '';
    const io = {
      stdout: (part: string) => {
        output += part;
      },
      stderr: () => {},
      env: {},
      signal: new AbortController().signal,
    };
    await printEvents(session.execute(plan), io, { json: true, textOf: () => undefined });
    const [first, ...lines] = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toEqual(eventContract);
    expect(lines.length).toBeGreaterThan(5);
    for (const { type, ...members } of lines) {
      const known: Readonly<Record<string, string>> = events[type as BootEvent['type']];
      expect(Object.keys(members).filter((name) => !(name in known))).toEqual([]);
      const required = Object.keys(known).filter((name) => known[name] === 'required');
      expect(required.filter((name) => !(name in members))).toEqual([]);
    }
  });
});
