import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKexecKernel } from '../../../../src/boot/kexec/validate.ts';
import { upgradeKernel } from '../../../../src/boot/upgrade/upgrade.ts';
import type { BootEvent } from '../../../../src/core/plan/boot-event.ts';
import { memoryAccess } from '../../../../src/formats/random-access.ts';
import { mebibyte } from '../../../helpers/facts.ts';
import { type RecordedMachine, recordedMachine } from '../../../helpers/recorded-machine.ts';
import { type RecordedUpgrade, recordedUpgrade } from '../../../helpers/recorded-upgrade.ts';
import { tinyBzimage } from '../../../helpers/tiny-bzimage.ts';
import { containerFacts, processFacts, unitFacts } from '../../../helpers/unit-facts.ts';

let machine: RecordedMachine;

beforeEach(async () => {
  machine = await recordedMachine({ mediumBytes: mebibyte });
});
afterEach(() => machine.remove());

const web = unitFacts({ name: 'web.service', mainPid: 1950, ports: [80] });
const two = [unitFacts(), { ...web, processes: [processFacts({ pid: 1950 })] }];

async function upgradeWith(
  upgrade: RecordedUpgrade,
  given: { readonly acceptRestarts?: boolean; readonly dryRun?: boolean } = {},
) {
  const events: BootEvent[] = [];
  const bytes = tinyBzimage();
  const failure = await upgradeKernel(
    {
      kernel: await readKexecKernel(memoryAccess(bytes)),
      target: '6.12.57',
      initrdBytes: 0,
      cmdline: 'quiet',
      directory: '/checkpoints',
      files: async () => ({ kernel: machine.medium }),
      acceptRestarts: given.acceptRestarts ?? false,
      dryRun: given.dryRun ?? false,
    },
    { machine, upgrade },
    { emit: (event) => events.push(event), onJudgement: () => {} },
  ).then(
    () => undefined,
    (error: unknown) => error,
  );
  const phases = events.flatMap((event) =>
    event.type === 'phase' && event.state === 'begin' ? [event.phase] : [],
  );
  return { failure, phases, events };
}

describe('the chain of an upgrade', () => {
  it('goes through its phases in order, and loads the kernel before anything stands still', async () => {
    const upgrade = recordedUpgrade({ units: two });
    const { failure, phases } = await upgradeWith(upgrade);
    expect(failure).toBeUndefined();
    expect(phases.join(' ')).toBe(
      'validate record predump load quiesce lock dump verify persist exec',
    );
    expect(machine.loaded).toHaveLength(1);
    expect(upgrade.acts).toEqual([
      ...['open', 'stop others', 'shield', 'lock'],
      ...[
        'dump counter.service',
        'dump web.service',
        'save',
        'verify counter.service',
        'verify web.service',
        'arm',
        'jump',
      ],
    ]);
    expect(upgrade.armedWith).toMatchObject([
      { target: '6.12.57', units: ['counter.service', 'web.service'], lastPid: 2950 },
    ]);
    expect(upgrade.kept).toMatchObject([{ state: 'jumped' }]);
  });

  const started = ['start again cron.service', 'wipe'];

  it.each([
    ['stop others', ['start again ', 'wipe']],
    ['lock', ['unlock', 'unshield', ...started]],
    [
      'dump web.service',
      ['restore counter.service', 'restore web.service', 'unlock', 'unshield', ...started],
    ],
    [
      'verify counter.service',
      ['restore counter.service', 'restore web.service', 'unlock', 'unshield', ...started],
    ],
    [
      'jump',
      [
        'disarm',
        'restore counter.service',
        'restore web.service',
        'unlock',
        'unshield',
        ...started,
      ],
    ],
  ])('takes everything back if this fails: %s', async (fails, back) => {
    const upgrade = recordedUpgrade({ units: two, fails });
    const { failure } = await upgradeWith(upgrade);
    expect(failure).toMatchObject({ code: 'checkpoint-failed' });
    expect(upgrade.acts.slice(upgrade.acts.indexOf(fails) + 1)).toEqual(back);
    expect(machine.unloaded.count).toBe(1);
  });

  it('starts a unit afresh whose dump was cut off: its processes may be in any state', async () => {
    const upgrade = recordedUpgrade({ units: two, cutOff: ['web.service'] });
    const { failure, events } = await upgradeWith(upgrade);
    expect(failure).toMatchObject({ code: 'checkpoint-failed' });
    const back = upgrade.acts.slice(upgrade.acts.indexOf('dump web.service') + 1);
    expect(back.slice(0, 2)).toEqual(['restore counter.service', 'start web.service']);
    expect(events).toContainEqual({
      type: 'note',
      stage: 'exec',
      text: 'web.service was cut off while it was dumped and was restarted',
    });
  });

  it('leaves no unit stopped after a dry run that failed', async () => {
    const upgrade = recordedUpgrade({ units: two, fails: 'dump web.service' });
    await upgradeWith(upgrade, { dryRun: true });
    expect(upgrade.woken).toEqual(['counter.service', 'web.service']);
  });

  it('starts a unit afresh that cannot be restored in place, and says so', async () => {
    const upgrade = recordedUpgrade({ fails: 'jump', unrestorable: ['counter.service'] });
    const { events } = await upgradeWith(upgrade);
    expect(upgrade.acts).toContain('start counter.service');
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'note',
        text: 'counter.service could not be restored and was restarted',
      }),
    );
  });

  it('touches nothing if a unit would restart, unless that is accepted', async () => {
    const units = [unitFacts(), unitFacts({ name: 'x.service', outsidePeers: ['/run/x'] })];
    const refused = recordedUpgrade({ units });
    expect((await upgradeWith(refused)).failure).toMatchObject({ code: 'unit-restarts' });
    expect(refused.acts).toEqual([]);
    expect(machine.loaded).toEqual([]);
    const accepted = recordedUpgrade({ units });
    await upgradeWith(accepted, { acceptRestarts: true });
    expect(accepted.acts).toContain('dump counter.service');
    expect(accepted.acts).not.toContain('dump x.service');
    expect(accepted.acts.at(-1)).toBe('jump');
  });

  it('refuses checkpoints that do not fit before anything is touched', async () => {
    const storage = { fileSystem: '1', path: '/checkpoints', freeBytes: mebibyte };
    const upgrade = recordedUpgrade({ host: { storage } });
    expect((await upgradeWith(upgrade)).failure).toMatchObject({
      code: 'checkpoint-too-large',
      message: `The checkpoints in /checkpoints take 11 MiB, but only 1 MiB are free there: ${10 * mebibyte} bytes are missing.`,
    });
    expect(upgrade.acts).toEqual([]);
  });

  it('refuses a container whose checkpoint does not fit where podman puts it', async () => {
    const storage = { fileSystem: '2', path: '/storage', freeBytes: 2 * mebibyte };
    const upgrade = recordedUpgrade({ units: [unitFacts(), containerFacts({ storage })] });
    const { failure } = await upgradeWith(upgrade);
    expect(failure).toMatchObject({
      code: 'checkpoint-too-large',
      message: expect.stringContaining('The checkpoints in /storage take 11 MiB'),
      remedy: 'Free space there.',
    });
    expect(upgrade.acts).toEqual([]);
  });

  it('copies large memory while the unit runs, until little is left', async () => {
    const large = unitFacts({ processes: [processFacts({ residentBytes: 200 * mebibyte })] });
    const upgrade = recordedUpgrade({
      units: [large],
      preDumps: [213 * mebibyte, 6 * mebibyte],
    });
    await upgradeWith(upgrade);
    const copies = upgrade.acts.filter((act) => act.startsWith('pre-dump'));
    expect(copies).toHaveLength(2);
    expect(upgrade.acts.indexOf('lock')).toBeGreaterThan(upgrade.acts.lastIndexOf(copies[0] ?? ''));
  });

  it('stops copying memory that changes too fast', async () => {
    const large = unitFacts({ processes: [processFacts({ residentBytes: 200 * mebibyte })] });
    const preDumps = Array.from({ length: 10 }, () => 200 * mebibyte);
    const upgrade = recordedUpgrade({ units: [large], preDumps });
    await upgradeWith(upgrade);
    expect(upgrade.acts.filter((act) => act.startsWith('pre-dump'))).toHaveLength(3);
  });

  it('dumps all at once what cannot be copied while it runs', async () => {
    const large = processFacts({ residentBytes: 200 * mebibyte });
    const container = containerFacts({}, { processes: [large] });
    const upgrade = recordedUpgrade({ units: [container], preDumps: [undefined] });
    const { events } = await upgradeWith(upgrade);
    expect(upgrade.acts.filter((act) => act.includes('dump'))).toEqual([
      'pre-dump container:web',
      'dump container:web',
    ]);
    expect(JSON.stringify(events)).not.toContain('copied while it runs');
  });

  it('dumps for real in a dry run, and neither locks nor arms nor jumps', async () => {
    const upgrade = recordedUpgrade({ units: two });
    await upgradeWith(upgrade, { dryRun: true });
    expect(upgrade.acts).toEqual([
      ...['open', 'dump counter.service', 'verify counter.service'],
      ...['dump web.service', 'verify web.service', 'wipe'],
    ]);
    expect(machine.executed.count).toBe(0);
    expect(machine.unloaded.count).toBe(1);
  });
});
