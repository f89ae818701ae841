import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectImage } from '../../../../src/boot/inspect/inspect-image.ts';
import { createSession } from '../../../../src/boot/run/create-session.ts';
import type { Peek, Session } from '../../../../src/boot/session/session.ts';
import type { BootEvent } from '../../../../src/core/plan/boot-event.ts';
import type { BootChoice } from '../../../../src/core/plan/boot-plan.ts';
import { editOf } from '../../../../src/core/plan/cmdline-edit.ts';
import { copyImage } from '../../../../src/linux/copy-image.ts';
import type { Network } from '../../../../src/ports/network.ts';
import { imageSource, mebibyte } from '../../../helpers/facts.ts';
import { makeIso, scratchDirectory } from '../../../helpers/isos.ts';
import { type RecordedMachine, recordedMachine } from '../../../helpers/recorded-machine.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';
import {
  pinnedSource,
  type TwoFaced,
  twoFacedNetwork,
} from '../../../helpers/two-faced-network.ts';

const live = 'boot=live components quiet';
const hooks = 'live-config.hooks=http://mirror.example/x';
const entry = (title: string, id: string, cmdline: string, kernel = '/live/vmlinuz') =>
  `menuentry "${title}" --id ${id} { linux ${kernel} ${cmdline}\n initrd /live/initrd.img }\n`;
const genuineMenu =
  entry('Automated install (erases the disk)', 'a', `${live} auto=true`) +
  entry('Live system', 'b', live);

let scratch: Awaited<ReturnType<typeof scratchDirectory>>;
let machine: RecordedMachine;
let genuine: Uint8Array;
const evil: Record<string, Uint8Array> = {};

async function isoOf(name: string, menu: string): Promise<Uint8Array> {
  const spec = {
    'boot/grub/grub.cfg': menu,
    'live/vmlinuz': tinyBzimage(),
    'live/other': tinyBzimage(),
    'live/initrd.img': 'initrd',
  };
  const order = { tool: 'xorriso', name, options: ['-R'], spec } as const;
  return new Uint8Array(await readFile(await makeIso(scratch.path, order)));
}

beforeAll(async () => {
  scratch = await scratchDirectory();
  genuine = await isoOf('genuine', genuineMenu);
  const first = entry('Automated install (erases the disk)', 'a', `${live} auto=true`);
  const menus = {
    'a command line': first + entry('Live system', 'b', `${live} ${hooks}`),
    'a title under another id': entry('Live system', 'a', live) + entry('Other', 'b', live),
    'a kernel': first + entry('Live system', 'b', live, '/live/other'),
    'an entry that is not there': first + entry('Live system', 'z', live),
    'another default': `set default=b\n${genuineMenu}`,
  };
  for (const [name, menu] of Object.entries(menus)) {
    evil[name] = await isoOf(name.replaceAll(' ', '-'), menu);
  }
});
afterAll(() => scratch.remove());
beforeEach(async () => {
  machine = await recordedMachine({ mediumBytes: 16 * mebibyte });
});
afterEach(() => machine.remove());

function sessionOf(network: Network): Session {
  return createSession(
    {
      machine: { ...machine, copyImage },
      network,
      keyring: { find: async () => undefined },
      clock: () => ({ now: new Date(), builtAt: new Date(0) }),
      inspect: inspectImage,
    },
    { distros: [], select: async () => pinnedSource(genuine) },
  );
}

async function execute(
  session: Session,
  peek: Peek,
  choice: BootChoice,
): Promise<readonly BootEvent[]> {
  const events: BootEvent[] = [];
  for await (const event of session.execute(session.plan(peek, choice))) events.push(event);
  return events;
}

/** A mirror shows one image and sends the genuine one; somebody chooses by what was shown. */
async function bootShown(shown: Uint8Array | undefined, choose: (peek: Peek) => BootChoice) {
  if (shown === undefined) throw new Error('there is no such image');
  const network: TwoFaced = twoFacedNetwork(shown, genuine);
  const session = sessionOf(network);
  const peek = await session.peek(pinnedSource(genuine));
  return { session, network, peek, events: await execute(session, peek, choose(peek)) };
}

const titled =
  (title: string, edited?: string) =>
  ({ facts }: Peek): BootChoice => {
    const found = facts.entries.find((one) => one.title === title);
    if (found === undefined) throw new Error(`no entry ${title}`);
    return {
      entry: found.id,
      ...(edited === undefined ? {} : { edit: editOf(found.cmdline, edited) }),
    };
  };

const failureOf = (events: readonly BootEvent[]) =>
  events.find((event) => event.type === 'failed')?.failure;

describe('what a mirror shows before the download', () => {
  it('boots if the image has it', async () => {
    const { events } = await bootShown(genuine, titled('Live system', `${live} debug`));
    expect(failureOf(events)).toBeUndefined();
    expect(machine.executed.count).toBe(1);
    expect(machine.loaded[0]?.cmdline).toMatch(/^boot=live components quiet debug /);
  });

  it.each([
    ['a command line', titled('Live system')],
    ['a command line', titled('Live system', `${live} ${hooks}`)],
    ['a command line', titled('Live system', `${live} ${hooks} debug`)],
    ['a title under another id', titled('Live system')],
    ['a kernel', titled('Live system')],
    ['an entry that is not there', titled('Live system')],
    // By a part of the title, as `webboot.entry=` is given.
    ['a command line', () => ({ entry: 'live' })],
    ['a title under another id', () => ({ entry: 'live' })],
    // Nobody chose: the default, as `webboot.auto` takes it.
    ['another default', () => ({})],
  ])('boots nothing if the image lacks it: %s', async (name, choose) => {
    const { events } = await bootShown(evil[name], choose);
    expect(failureOf(events)).toMatchObject({ code: 'entry-changed', stage: 'extract' });
    expect(machine.loaded).toEqual([]);
    expect(machine.executed.count).toBe(0);
  });

  it('is told beside what the image has', async () => {
    const { events } = await bootShown(evil['a command line'], titled('Live system'));
    expect(failureOf(events)?.differences).toEqual([
      { what: 'command line', shown: hooks, found: '(nothing)' },
    ]);
    const other = await bootShown(evil['a title under another id'], titled('Live system'));
    expect(failureOf(other.events)?.differences).toContainEqual({
      what: 'title',
      shown: 'Live system',
      found: 'Automated install (erases the disk)',
    });
  });

  it('is replaced by the menu of the image in memory, which boots without another download', async () => {
    const { session, network, peek, events } = await bootShown(
      evil['a command line'],
      titled('Live system'),
    );
    const again = events.find((event) => event.type === 'choose-again');
    if (again === undefined) throw new Error('no menu to choose from');
    const { facts, inMemory } = again;
    const verified = { ...peek, facts, inMemory };
    const chosen = titled('Live system', `${live} debug`)(verified);
    const second = await execute(session, verified, chosen);
    expect(failureOf(second)).toBeUndefined();
    expect(second).toContainEqual({
      type: 'trust',
      trust: expect.objectContaining({ kind: 'pinned' }),
    });
    expect(network.downloads.count).toBe(1);
    expect(machine.loaded).toHaveLength(1);
    expect(machine.loaded[0]?.cmdline).toMatch(/^boot=live components quiet debug /);
  });

  it('is downloaded again where another image has been written over it', async () => {
    const { session, network, peek, events } = await bootShown(
      evil['a command line'],
      titled('Live system'),
    );
    const again = events.find((event) => event.type === 'choose-again');
    if (again === undefined) throw new Error('no menu to choose from');
    await execute(session, peek, titled('Live system')(peek));
    const verified = { ...peek, facts: again.facts, inMemory: again.inMemory };
    await execute(session, verified, titled('Live system')(verified));
    expect(network.downloads.count).toBe(3);
    expect(machine.executed.count).toBe(1);
  });
});

describe('an image on this machine', () => {
  it('does not boot when its file has changed since it was looked at', async () => {
    const path = join(scratch.path, 'own.iso');
    await writeFile(path, evil['a command line'] ?? '');
    const session = sessionOf(twoFacedNetwork(genuine, genuine));
    const peek = await session.peek(imageSource({ id: 'file', location: { kind: 'local', path } }));
    await writeFile(path, genuine);
    const choice = { ...titled('Live system')(peek), acceptUnverified: 'file' };
    expect(failureOf(await execute(session, peek, choice))).toMatchObject({
      code: 'entry-changed',
    });
    expect(machine.executed.count).toBe(0);
  });
});

describe('the memory behind an image', () => {
  it('that the target is given has nothing of what was there before', async () => {
    await writeFile(machine.medium, Buffer.alloc(16 * mebibyte, 0x5a));
    await bootShown(genuine, titled('Live system'));
    expect(machine.executed.count).toBe(1);
    const { start, size } = reservationOf(machine.loaded[0]?.cmdline ?? '');
    expect(start).toBe(1024 * mebibyte);
    const medium = await readFile(machine.medium);
    const behind = medium.subarray(genuine.length, size);
    const record = behind.subarray(-64 * 1024);
    expect(behind.subarray(0, -64 * 1024).every((byte) => byte === 0)).toBe(true);
    expect(record.subarray(0, 8).toString()).toBe('webbootR');
    expect(record.includes(Buffer.alloc(16, 0x5a))).toBe(false);
    expect(medium.subarray(0, genuine.length).equals(genuine)).toBe(true);
  });
});

function reservationOf(cmdline: string): { readonly start: number; readonly size: number } {
  const [, size = '', start = ''] = /memmap=(0x\w+)!(0x\w+)/.exec(cmdline) ?? [];
  return { start: Number(start), size: Number(size) };
}
