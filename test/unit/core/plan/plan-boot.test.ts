import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../../src/core/image/image-facts.ts';
import type { ImageSource } from '../../../../src/core/image/image-source.ts';
import type { Expectation } from '../../../../src/core/image/trust.ts';
import type { HostFacts } from '../../../../src/core/machine/host-facts.ts';
import type { BootChoice, BootPlan } from '../../../../src/core/plan/boot-plan.ts';
import { editOf } from '../../../../src/core/plan/cmdline-edit.ts';
import { listSteps } from '../../../../src/core/plan/list-steps.ts';
import { planBoot } from '../../../../src/core/plan/plan-boot.ts';
import { blockersOf } from '../../../../src/core/problem.ts';
import { gibibyte, hostFacts, imageFacts, imageSource, mebibyte } from '../../../helpers/facts.ts';

const signed: Expectation = {
  kind: 'digest',
  digest: { algorithm: 'sha256', hex: '00'.repeat(32) },
  trust: { kind: 'signed', by: 'Demo', fingerprint: 'AA', covers: 'checksums' },
};

function plan(
  overrides: {
    facts?: Partial<ImageFacts>;
    host?: Partial<HostFacts>;
    source?: Partial<ImageSource>;
    expectation?: Expectation;
    choice?: BootChoice;
  } = {},
): BootPlan {
  return planBoot({
    source: imageSource(overrides.source),
    facts: imageFacts(overrides.facts),
    expectation: overrides.expectation ?? signed,
    host: hostFacts(overrides.host),
    choice: overrides.choice ?? {},
  });
}

const codesOf = (made: BootPlan): readonly string[] =>
  blockersOf(made.problems).map(({ code }) => code);
const cmdlineOf = (made: BootPlan): string => made.steps?.load.cmdline ?? '';

describe('a boot plan', () => {
  it('leads a signed image from the reservation to the jump', () => {
    const made = plan();
    expect(made.problems).toEqual([]);
    expect(made.steps && listSteps(made.steps).map(({ op }) => op)).toEqual([
      'reserve',
      'acquire',
      'verify',
      'extract',
      'graft',
      'load',
      'exec',
    ]);
  });

  it('cuts the target’s reservation to the image, so that it has the rest of the RAM', () => {
    const made = plan({
      facts: { image: { size: 250 * mebibyte - 1, volumeId: '', kind: 'iso9660' } },
    });
    expect(made.reservation).toEqual({ start: gibibyte, size: 252 * mebibyte });
    expect(cmdlineOf(made)).toContain('memmap=0xfc00000!0x40000000');
  });

  it('starts the graft’s hook only where something is grafted', () => {
    expect(cmdlineOf(plan())).toContain('rdinit=/webboot/init');
    const complete = plan({ facts: { pmem: { state: 'initrd', missing: [] } } });
    expect(cmdlineOf(complete)).not.toContain('rdinit=');
    expect(complete.steps).toBeDefined();
    expect(complete.steps?.graft).toBeUndefined();
  });

  it('hands over to the rdinit= that the entry itself names', () => {
    const edit = editOf('boot=live components quiet', 'boot=live components rdinit=/bin/own');
    const made = plan({ choice: { edit } });
    const graft = made.steps?.graft;
    expect(graft?.hook?.init).toBe('/bin/own');
    const appended = plan({ choice: { append: 'rdinit=/bin/last' } });
    expect(appended.steps?.graft?.hook?.init).toBe('/bin/last');
    expect(cmdlineOf(appended)).not.toContain('/bin/last');
  });

  it('gives the network to an unverified image only if that was chosen apart', () => {
    const given = (expectation: Expectation, handOn: 'verified' | 'always') => {
      const made = plan({ expectation, choice: { handOn, acceptUnverified: 'demo/standard' } });
      const graft = made.steps?.graft;
      return [graft?.hook?.handsOn, ...made.problems.map(({ code }) => code)];
    };
    const none: Expectation = { kind: 'none', reason: 'a test' };
    expect(given(signed, 'verified')).toEqual([true]);
    expect(given(none, 'verified')).toEqual([false, 'network-not-handed-on']);
    expect(given(none, 'always')).toEqual([true]);
  });

  it('gives files to an unverified image only if that was chosen apart, and what its family takes', () => {
    const given = (expectation: Expectation, to: 'verified' | 'always') => {
      const inject = { kinds: ['ssh-key', 'kickstart'], to } as const;
      const made = plan({ expectation, choice: { inject, acceptUnverified: 'demo/standard' } });
      const graft = made.steps?.graft;
      return [graft?.hook?.injects, ...made.problems.map(({ code }) => code)];
    };
    const none: Expectation = { kind: 'none', reason: 'a test' };
    const taken = [{ kind: 'ssh-key', directory: 'root/.ssh' }];
    expect(given(signed, 'verified')).toEqual([taken]);
    expect(given(none, 'verified')).toEqual([[], 'not-injected']);
    expect(given(none, 'always')).toEqual([taken]);
  });

  it('gives a kickstart file to the initramfs of an installer, and names it there', () => {
    const inject = { kinds: ['ssh-key', 'kickstart'], to: 'verified' } as const;
    const made = plan({ facts: { family: 'anaconda' }, choice: { inject } });
    const graft = made.steps?.graft;
    expect(graft?.seeds).toEqual([{ kind: 'kickstart', path: 'webboot-ks.cfg' }]);
    expect(cmdlineOf(made)).toContain('inst.ks=file:/webboot-ks.cfg');
    const other = plan({ facts: { family: 'tinycore' }, choice: { inject } });
    expect(other.problems.map(({ code }) => code)).toContain('not-injected');
    expect(cmdlineOf(other)).not.toContain('inst.ks');
  });

  it('takes an entry by its id, by its title, or by a part of the title', () => {
    for (const entry of ['failsafe', 'Live system (fail-safe mode)', 'FAIL-SAFE']) {
      expect(plan({ choice: { entry } }).entry?.id).toBe('failsafe');
    }
  });

  it('is blocked by an edit that was made on another command line', () => {
    const edit = editOf('boot=live hooks=http://mirror/ quiet', 'boot=live quiet debug');
    const made = plan({ choice: { edit } });
    expect(codesOf(made)).toEqual(['entry-changed']);
    expect(made.steps).toBeUndefined();
  });

  it('is blocked by an entry that the image does not have, and names those that it has', () => {
    const made = plan({ choice: { entry: 'windows' } });
    expect(codesOf(made)).toEqual(['unknown-entry']);
    expect(made.problems[0]?.remedy).toContain('live, failsafe');
    expect(made.steps).toBeUndefined();
  });

  it('is blocked without a reservation, and names the memmap= that would do', () => {
    const made = plan({ host: { pmem: [] } });
    expect(codesOf(made)).toEqual(['reservation-missing']);
    expect(made.problems[0]?.remedy).toMatch(/memmap=0x[0-9a-f]+!0x[0-9a-f]+/);
  });

  it('is blocked by a reservation that the image does not fit in', () => {
    const small = {
      path: '/dev/pmem0',
      size: 128 * mebibyte,
      reservation: { start: gibibyte, size: 128 * mebibyte },
    };
    expect(codesOf(plan({ host: { pmem: [small] } }))).toEqual(['reservation-too-small']);
  });

  it('tells too little memory in numbers', () => {
    const ram = { start: mebibyte, end: 512 * mebibyte, type: 'ram', label: 'System RAM' } as const;
    const made = plan({
      host: { pmem: [], memoryMap: { firmware: [ram], iomem: [ram] } },
    });
    expect(codesOf(made)).toEqual(['memory-too-small']);
    expect(made.problems[0]?.text).toMatch(/250 MiB.*550 MiB.*511 MiB/);
  });

  it('tells of a reservation that webboot itself made as of too little memory, and what would fit', () => {
    const small = {
      path: '/dev/pmem0',
      size: 128 * mebibyte,
      reservation: { start: gibibyte, size: 128 * mebibyte },
    };
    const made = plan({
      host: { pmem: [small], ramBytes: 512 * mebibyte, cmdline: 'quiet webboot.restarted' },
      source: {
        alternatives: [
          { id: 'demo/minimal', bytes: 60 * mebibyte, leastRamBytes: 256 * mebibyte },
          { id: 'demo/desktop', bytes: 3 * gibibyte, leastRamBytes: 2 * gibibyte },
        ],
      },
    });
    expect(codesOf(made)).toEqual(['memory-too-small']);
    expect(made.problems.find(({ severity }) => severity === 'blocker')?.remedy).toBe(
      'Smaller ones that would fit: demo/minimal.',
    );
  });

  it('warns where the image fits but the live system would starve', () => {
    const made = plan({ source: { leastRamBytes: 4 * gibibyte } });
    expect(codesOf(made)).toEqual([]);
    expect(made.problems).toMatchObject([{ severity: 'warning', code: 'memory-too-small' }]);
  });

  it('is blocked for an image that nobody vouches for, until the person names it', () => {
    const expectation: Expectation = { kind: 'none', reason: 'no signer' };
    expect(codesOf(plan({ expectation }))).toEqual(['unverified-image']);
    expect(codesOf(plan({ expectation, choice: { acceptUnverified: 'other' } }))).toEqual([
      'unverified-image',
    ]);
    expect(codesOf(plan({ expectation, choice: { acceptUnverified: 'demo/standard' } }))).toEqual(
      [],
    );
  });

  it('is blocked by an image for another architecture, a locked kexec, and a missing driver', () => {
    const kexec = {
      loadDisabled: true,
      lockdown: 'none',
      fileLoad: true,
      secureBoot: false,
    } as const;
    const made = plan({
      facts: { arch: 'aarch64', pmem: { state: 'impossible', missing: [], reason: 'no driver' } },
      host: { kexec },
    });
    expect(codesOf(made)).toEqual(['wrong-architecture', 'pmem-impossible', 'kexec-disabled']);
  });
});
