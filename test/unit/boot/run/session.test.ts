import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { inspectImage } from '../../../../src/boot/inspect/inspect-image.ts';
import type { InspectImage } from '../../../../src/boot/run/boot-context.ts';
import type { ImageFacts } from '../../../../src/core/image/image-facts.ts';
import type { BootEvent } from '../../../../src/core/plan/boot-event.ts';
import type { BootChoice } from '../../../../src/core/plan/boot-plan.ts';
import { WebbootError } from '../../../../src/errors.ts';
import { dryRun } from '../../../../src/linux/dry-run.ts';
import { createNetwork } from '../../../../src/net/network.ts';
import type { Machine } from '../../../../src/ports/machine.ts';
import type { ReleaseMemory } from '../../../../src/ports/release-memory.ts';
import type { LingerOptions, Swarms } from '../../../../src/ports/swarm.ts';
import type { KeepImage, KeepRequest } from '../../../../src/ports/transfer.ts';
import { mebibyte } from '../../../helpers/facts.ts';
import { noSwarms } from '../../../helpers/no-swarms.ts';
import { type RecordedMachine, recordedMachine } from '../../../helpers/recorded-machine.ts';
import { releaseMemory } from '../../../helpers/release-memory.ts';
import { bootSigned, factsOf } from '../../../helpers/signed-boot.ts';
import { makeKey, signDigests } from '../../../helpers/signed-iso.ts';
import { signedRoom } from '../../../helpers/signed-room.ts';

const room = signedRoom({ mediumBytes: 16 * mebibyte });

/** A boot of the demo row with the real network; `reads` looks into what the mirror has as well. */
function boot({
  reads,
  onInspect = () => {},
  deepFacts = {},
  ...given
}: {
  reads?: 'real';
  machine?: RecordedMachine;
  file?: string;
  choice?: BootChoice;
  keepImage?: KeepImage;
  releases?: ReleaseMemory;
  swarms?: Swarms;
  inspect?: InspectImage;
  onInspect?: (deep: boolean) => void;
  /** What only a deep look finds out. */
  deepFacts?: Partial<ImageFacts>;
} = {}): Promise<readonly BootEvent[]> {
  const network = createNetwork({
    limits: { idleMs: 1000, headersMs: 1000, attempts: 2, backoffMs: 10, outageMs: 4000 },
  });
  const inspect: InspectImage = async (image, wish) => {
    onInspect(wish.deep === true);
    if (reads === 'real') return inspectImage(image, wish);
    return wish.deep === true ? { ...factsOf(room.iso), ...deepFacts } : factsOf(room.iso);
  };
  return bootSigned(room.iso, {
    machine: room.machine,
    network,
    mirror: room.mirror.url,
    inspect,
    ...given,
  });
}

/** The image cannot be looked at while it comes in. */
function refuseFirst(openMedium: Machine['openMedium']): Machine['openMedium'] {
  let calls = 0;
  return async (path) => {
    calls += 1;
    if (calls === 1) throw new Error('not yet');
    return openMedium(path);
  };
}

/** How a boot ended that must not have reached the target's kernel. */
async function refusal(options: Parameters<typeof boot>[0] = {}): Promise<string> {
  const last = (await boot(options)).at(-1);
  expect(room.machine.loaded).toEqual([]);
  expect(room.machine.executed.count).toBe(0);
  if (last?.type !== 'failed') return 'it booted';
  expect(last.failure.remedy).toBeTruthy();
  return last.failure.code;
}

describe('a boot from a mirror', () => {
  it('jumps into the signed image’s own kernel and initrd', async () => {
    const events = await boot();
    expect(events.filter((event) => event.type === 'failed')).toEqual([]);
    expect(events.find((event) => event.type === 'trust')).toMatchObject({
      trust: { kind: 'signed', fingerprint: room.iso.key.fingerprint, covers: 'checksums' },
    });
    expect(room.machine.loaded).toMatchObject([
      { kernel: room.iso.kernel, initrd: room.iso.initrd },
    ]);
    expect(room.machine.loaded[0]?.cmdline).toContain('memmap=');
    expect(room.machine.executed.count).toBe(1);
    const medium = await readFile(room.machine.medium);
    expect(medium.subarray(0, room.iso.bytes)).toEqual(
      await readFile(join(room.iso.directory, 'demo.iso')),
    );
  });

  it('goes on giving, with the kernel loaded, before it jumps and ends the network', async () => {
    const done: string[] = [];
    const swarms: Swarms = {
      ...noSwarms,
      async linger({ onWait }: LingerOptions) {
        done.push(`${room.machine.loaded.length} loaded, ${room.machine.executed.count} started`);
        onWait?.({ machines: 2, secondsLeft: 30 });
      },
      leave: async () => void done.push(`left, ${room.machine.executed.count} started`),
    };
    const events = await boot({ swarms });
    expect(done.slice(0, 2)).toEqual(['1 loaded, 0 started', 'left, 0 started']);
    const types = events.map((event) => ('stage' in event ? event.stage : event.type));
    expect(types.lastIndexOf('load')).toBeLessThan(types.indexOf('lingering'));
    expect(types.indexOf('lingering')).toBeLessThan(types.indexOf('exec'));
  });

  it('gives nothing any more once it has failed', async () => {
    const leave = vi.fn(async () => {});
    const swarms: Swarms = { ...noSwarms, leave };
    const kexecLoad = () => Promise.reject(new WebbootError('kexec-refused', 'No.'));
    const events = await boot({ swarms, machine: { ...room.machine, kexecLoad } });
    expect(events.at(-1)).toMatchObject({ failure: { code: 'kexec-refused' } });
    expect(leave).toHaveBeenCalled();
  });

  it('tells every stage in order, in one stream', async () => {
    const begun = (await boot()).flatMap((event) =>
      event.type === 'stage' && event.state === 'begin' ? [event.stage] : [],
    );
    expect(begun).toEqual([
      'select',
      'peek',
      'reserve',
      'acquire',
      'verify',
      'extract',
      'load',
      'exec',
    ]);
  });

  it('reads the image’s initrd while it comes in, and not again', async () => {
    const inspections: boolean[] = [];
    await boot({ onInspect: (deep) => inspections.push(deep) });
    expect(inspections.filter((deep) => deep)).toEqual([true]);
    expect(room.machine.executed.count).toBe(1);
  });

  it('gives up a download as soon as what has come shows that it cannot be booted', async () => {
    room.mirror.setFault({ kind: 'stall', path: '/demo.iso', bytes: 900_000 });
    const events = await boot({ deepFacts: { arch: 'aarch64' } });
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      failure: { code: 'wrong-architecture', stage: 'acquire' },
    });
    expect(room.machine.loaded).toEqual([]);
  });

  it('boots the default that was shown, even if a deeper look would choose another', async () => {
    const entries = factsOf(room.iso).entries.map((entry) => ({
      ...entry,
      default: !entry.default,
    }));
    await boot({ deepFacts: { entries } });
    expect(room.machine.loaded[0]?.cmdline).toContain('boot=live components quiet');
    expect(room.machine.executed.count).toBe(1);
  });

  it('refuses what shows only in the verified image', async () => {
    const found = { ...room.machine, openMedium: refuseFirst(room.machine.openMedium) };
    const events = await boot({ machine: found, deepFacts: { arch: 'aarch64' } });
    expect(events.at(-1)).toMatchObject({
      type: 'failed',
      failure: { code: 'wrong-architecture', stage: 'extract' },
    });
    expect(room.machine.loaded).toEqual([]);
  });

  it('refuses an image with one flipped byte', async () => {
    room.mirror.setFault({ kind: 'flip', path: '/demo.iso', offset: room.iso.kernelOffset + 1000 });
    expect(await refusal()).toBe('digest-wrong');
  });

  it('refuses digests signed by another key', async () => {
    const stranger = await makeKey();
    const bytes = await readFile(join(room.iso.directory, 'demo.iso'));
    const kept = await readFile(join(room.iso.directory, 'SHA256SUMS.sign'));
    await signDigests(room.iso.directory, bytes, stranger.privateKey);
    expect(await refusal()).toBe('key-unknown');
    await writeFile(join(room.iso.directory, 'SHA256SUMS.sign'), kept);
  });

  it('refuses a truncated image', async () => {
    room.mirror.setFault({ kind: 'truncate', path: '/demo.iso', bytes: room.iso.bytes - 700_000 });
    expect(['length-mismatch', 'digest-wrong']).toContain(await refusal());
  });

  it('goes on where a mirror stalls in the middle of every answer', async () => {
    room.mirror.setFault({ kind: 'stall', path: '/demo.iso', bytes: 900_000 });
    await boot();
    expect(room.machine.executed.count).toBe(1);
  });

  it('gives up on a mirror that stops answering', async () => {
    room.mirror.setFault({ kind: 'stall', path: '/demo.iso', bytes: 0 });
    expect(['connection-stalled', 'all-mirrors-failed']).toContain(await refusal());
  });

  it('says that a file is no ISO', async () => {
    await writeFile(join(room.iso.directory, 'page.html'), '<html>not here</html>'.repeat(10_000));
    expect(await refusal({ reads: 'real', file: 'page.html' })).toBe('not-an-iso');
  });

  it('says that a file is not there', async () => {
    expect(await refusal({ reads: 'real', file: 'absent.iso' })).toBe('http-status');
  });

  it('says that no memory is set aside', async () => {
    const without = {
      ...room.machine,
      facts: async () => ({ ...(await room.machine.facts()), pmem: [] }),
    };
    expect(await refusal({ machine: without })).toBe('reservation-missing');
  });

  it('says that too little memory is set aside', async () => {
    const small = await recordedMachine({ mediumBytes: mebibyte });
    expect(await refusal({ machine: small })).toBe('reservation-too-small');
    await small.remove();
  });

  it('can be tried again after a refusal', async () => {
    room.mirror.setFault({ kind: 'flip', path: '/demo.iso', offset: room.iso.kernelOffset });
    expect(await refusal()).toBe('digest-wrong');
    room.mirror.setFault(undefined);
    await boot();
    expect(room.machine.executed.count).toBe(1);
  });

  it('notes the release of a verified image, and nothing of one that did not verify', async () => {
    const releases = releaseMemory();
    room.mirror.setFault({ kind: 'flip', path: '/demo.iso', offset: room.iso.kernelOffset });
    expect(await refusal({ releases })).toBe('digest-wrong');
    expect(releases.kept.size).toBe(0);
    room.mirror.setFault(undefined);
    await boot({ releases });
    const signed = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect([...releases.kept]).toEqual([['demo/live/x86_64', { signed }]]);
  });

  it('refuses an older release than one seen before, without a download', async () => {
    const releases = releaseMemory({ 'demo/live/x86_64': { version: '2' } });
    expect(await refusal({ releases })).toBe('release-rollback');
    expect([...releases.kept]).toEqual([['demo/live/x86_64', { version: '2' }]]);
  });

  /** An image that was made after its signature, as the looks from the given one on find. */
  function madeLater(from: number): InspectImage {
    let looks = 0;
    return async () => {
      looks += 1;
      const facts = factsOf(room.iso);
      if (looks < from) return facts;
      return { ...facts, image: { ...facts.image, created: '2999-01-01T00:00:00.000Z' } };
    };
  }

  it('refuses an image whose date contradicts its signature, without a download', async () => {
    expect(await refusal({ inspect: madeLater(1) })).toBe('release-rollback');
  });

  it('boots nothing if only the verified image shows a date that contradicts', async () => {
    expect(await refusal({ inspect: madeLater(2) })).toBe('entry-changed');
    expect(room.machine.loaded).toEqual([]);
  });

  it('keeps the verified image and what vouches for it, when that is wished', async () => {
    const kept: KeepRequest[] = [];
    const keepImage: KeepImage = async (request) => {
      kept.push(request);
      return `/stick/Images/${request.fileName}`;
    };
    const events = await boot({ choice: { keep: true }, keepImage });
    expect(kept).toMatchObject([
      { from: room.machine.medium, bytes: room.iso.bytes, fileName: 'demo.iso' },
    ]);
    for (const name of ['SHA256SUMS', 'SHA256SUMS.sign']) {
      const bytes = await readFile(join(room.iso.directory, name));
      expect(Buffer.from(kept[0]?.beside.get(`demo.iso.${name}`) ?? []).equals(bytes)).toBe(true);
    }
    expect(events).toContainEqual({
      type: 'note',
      stage: 'verify',
      text: 'saved as /stick/Images/demo.iso',
    });
    await boot({ keepImage });
    expect(kept).toHaveLength(1);
  });

  it('changes nothing in a dry run, whatever is wished', async () => {
    let kept = 0;
    const keepImage: KeepImage = async () => {
      kept += 1;
      return '/stick/Images/demo.iso';
    };
    const told: string[] = [];
    const dry = dryRun({ machine: room.machine, keepImage }, (text) => told.push(text));
    const events = await boot({
      choice: { keep: true },
      machine: { ...room.machine, ...dry.machine },
      keepImage: dry.keepImage,
    });
    expect(events.at(-1)).toMatchObject({ type: 'stage', stage: 'exec', state: 'end' });
    expect(kept).toBe(0);
    expect(room.machine.executed.count).toBe(0);
    expect(told).toContain('dry run: demo.iso is not saved');
    // Only the image itself was written, into memory that is set aside for it.
    expect((await readFile(room.machine.medium)).includes('webbootR')).toBe(false);
    await boot();
    expect((await readFile(room.machine.medium)).includes('webbootR')).toBe(true);
  });

  it('takes no memory that another webboot has its image in: that would be booted unverified', async () => {
    const claim = async () => undefined;
    const events = await boot({ machine: { ...room.machine, claim } });
    expect(events.at(-1)).toMatchObject({ failure: { code: 'memory-busy', stage: 'reserve' } });
    expect(room.machine.loaded).toEqual([]);
  });

  it('gives the memory back after a boot that failed, and keeps it while an image lies there', async () => {
    let held = 0;
    const claim = async () => {
      held = 1;
      return () => {
        held = 0;
      };
    };
    const claiming = { ...room.machine, claim };
    room.mirror.setFault({ kind: 'flip', path: '/demo.iso', offset: room.iso.kernelOffset });
    await refusal({ machine: claiming });
    expect(held).toBe(0);
    room.mirror.setFault(undefined);
    expect(await refusal({ machine: claiming, inspect: madeLater(2) })).toBe('entry-changed');
    expect(held).toBe(1);
  });

  it('boots all the same when there is no room to keep the image', async () => {
    const keepImage: KeepImage = async () => {
      throw new WebbootError('sink-failed', 'There is no room.', { remedy: 'Delete something.' });
    };
    const events = await boot({ choice: { keep: true }, keepImage });
    expect(events).toContainEqual(
      expect.objectContaining({ text: 'not saved: There is no room.' }),
    );
    expect(room.machine.executed.count).toBe(1);
  });

  it('keeps nothing that did not verify', async () => {
    room.mirror.setFault({ kind: 'flip', path: '/demo.iso', offset: room.iso.kernelOffset });
    let asked = 0;
    const keepImage: KeepImage = async () => {
      asked += 1;
      return undefined;
    };
    expect(await refusal({ choice: { keep: true }, keepImage })).toBe('digest-wrong');
    expect(asked).toBe(0);
  });
});
