import type { DistroSummary, Peek, Session } from '../../src/boot/session/session.ts';
import type { BootEntry } from '../../src/core/image/image-facts.ts';
import {
  type ImageLocation,
  locationText,
  parseLocation,
} from '../../src/core/image/image-location.ts';
import type { Expectation } from '../../src/core/image/trust.ts';
import type { BootEvent } from '../../src/core/plan/boot-event.ts';
import type { BootPlan } from '../../src/core/plan/boot-plan.ts';
import { stages } from '../../src/core/plan/stage.ts';
import type { PlanProblem } from '../../src/core/problem.ts';
import { WebbootError } from '../../src/errors.ts';

/** How the fake machine behaves. */
export interface FakeSessionOptions {
  /** Between two progress events. */
  readonly tickMs?: number;
  readonly ticks?: number;
  /** The boot ends with this instead of the jump. */
  readonly failAt?: 'verify' | 'acquire';
}

const fingerprint = 'DF9B9C49EAA9298432589D76DA87E80D6294BE9B';

const signed = {
  kind: 'digest',
  digest: { algorithm: 'sha256', hex: 'ab'.repeat(32) },
  trust: {
    kind: 'signed',
    by: 'Debian CD signing key <debian-cd@lists.debian.org>',
    fingerprint,
    signedAt: '2026-11-08T12:00:00Z',
    covers: 'checksums',
  },
} as const satisfies Expectation;

const unsigned: Expectation = { kind: 'none', reason: 'its address was typed, no key is known' };

function distro(
  id: string,
  name: string,
  description: string,
  details: Partial<DistroSummary> = {},
): DistroSummary {
  return {
    id,
    name,
    description,
    homepage: `https://${id}.example/`,
    trust: 'signed',
    fingerprints: [fingerprint],
    variants: [
      {
        id: `${id}/standard`,
        name: 'standard, no desktop',
        architectures: ['x86_64', 'aarch64'],
        leastRamBytes: 512e6,
        approximateBytes: 1.4e9,
      },
      {
        id: `${id}/gnome`,
        name: 'GNOME',
        architectures: ['x86_64'],
        leastRamBytes: 2e9,
        approximateBytes: 3.4e9,
      },
    ],
    ...details,
  };
}

export const fakeDistros: readonly DistroSummary[] = [
  distro('alpine', 'Alpine Linux', 'Small, simple, secure; runs from RAM'),
  distro('arch', 'Arch Linux', 'Installation medium with a shell'),
  distro('debian', 'Debian Live', "Debian's own live images, with or without a desktop"),
  distro('fedora', 'Fedora Workstation Live', 'GNOME, with the installer'),
  distro('grml', 'Grml', 'For administrators: rescue and analysis'),
  distro('mint', 'Linux Mint', 'Cinnamon desktop, based on Ubuntu'),
  distro('nixos', 'NixOS', 'Minimal or graphical installer'),
  distro('opensuse', 'openSUSE Tumbleweed Live', 'KDE, GNOME or rescue'),
  distro('systemrescue', 'SystemRescue', 'Repairs unbootable or damaged systems'),
  distro('tails', 'Tails', 'Leaves no trace; all traffic through Tor'),
  distro('tinycore', 'Tiny Core Linux', 'A desktop in 25 MB', {
    trust: 'unverified',
    fingerprints: [],
  }),
  distro('ubuntu', 'Ubuntu Desktop', 'Live session and installer'),
  distro('void', 'Void Linux', 'Independent, runit, musl or glibc'),
];

const entries: readonly BootEntry[] = [
  entry('live', 'Live system (amd64)', true),
  entry('failsafe', 'Live system (amd64 fail-safe mode)', false),
  entry('install', 'Start installer', false),
  entry('memtest', 'Utilities > Memory test', false),
];

function entry(id: string, title: string, isDefault: boolean): BootEntry {
  return {
    id,
    title,
    source: '/boot/grub/grub.cfg',
    kernel: '/live/vmlinuz',
    initrds: ['/live/initrd.img'],
    cmdline: 'boot=live components quiet splash username=user',
    default: isDefault,
  };
}

const problems: Readonly<Record<string, PlanProblem>> = {
  install: {
    severity: 'warning',
    code: 'unresolved-variable',
    text: 'It is not known whether the installer finds its medium in memory.',
    remedy: 'Try it; the live system of the same image is sure to work.',
  },
  memtest: {
    severity: 'blocker',
    code: 'kernel-unreadable',
    text: 'This entry starts no Linux kernel.',
    remedy: 'Choose another entry; memtest86+ must be started by the firmware.',
  },
};

/** A session whose images, figures and events are the same each time. */
export function createFakeSession(options: FakeSessionOptions = {}): Session {
  return {
    distros: fakeDistros,
    async select(query) {
      const known = fakeDistros.find(({ id }) => query === id || query.startsWith(`${id}/`));
      if (!known && !/^(https?:\/)?\//.test(query)) {
        throw new WebbootError('unknown-distro', `There is no distro "${query}".`, {
          subject: query,
          remedy: 'Nearest names: debian, fedora.',
        });
      }
      if (query.includes('broken')) {
        throw new WebbootError('name-not-resolved', 'The name broken.example has no address.', {
          subject: query,
          remedy: 'Check the address for a typing error, and the DNS server on the network screen.',
        });
      }
      const title = known ? `${known.name} 13.2` : locationText(locationOf(query));
      return {
        id: known ? query : 'url',
        title,
        version: known ? '13.2' : '',
        arch: 'x86_64',
        location: locationOf(known === undefined ? query : undefined),
        fileName: 'live.iso',
        policy: { kind: 'none', reason: 'a fake' },
        leastRamBytes: 512e6,
      };
    },
    async peek(source, { signal } = {}) {
      await delay(20, signal);
      return peekOf(source);
    },
    plan: planOf,
    execute: (plan, { signal } = {}) => eventsOf(plan, options, signal),
  };
}

function locationOf(query: string | undefined): ImageLocation {
  const address = parseLocation(query ?? 'https://cdimage.example.org/live.iso');
  if (address.kind !== 'location') throw new Error(`${query} is no address`);
  const { location } = address;
  if (query !== undefined || location.kind !== 'remote') return location;
  return { ...location, urls: [...location.urls, 'https://mirror.example.net/live.iso'] };
}

function peekOf(source: Peek['source']): Peek {
  const known = source.id !== 'url' && !source.id.startsWith('tinycore');
  return {
    source,
    expectation: known ? signed : unsigned,
    facts: {
      image: { size: 1_432_000_000, volumeId: 'd-live', kind: 'iso9660' },
      arch: 'x86_64',
      kernels: [],
      family: 'live-boot',
      entries,
      pmem: { state: 'graft', missing: ['nd_e820'] },
      needs: { ramBytes: 1_432_000_000 + 512_000_000 },
      problems: [],
      bytesRead: 4_200_000,
    },
    host: {
      arch: 'x86_64',
      firmware: 'acpi',
      kernelVersion: '6.12.48',
      cmdline: '',
      ramBytes: 7_900_000_000,
      availableBytes: 7_500_000_000,
      memoryMap: { firmware: [], iomem: [] },
      ownRegions: [],
      pmem: [],
      otherPmem: false,
      setsMemoryAside: true,
      consoles: ['tty0', 'ttyS0'],
      kexec: { loadDisabled: false, lockdown: 'none', fileLoad: true, secureBoot: false },
    },
  };
}

function planOf(peek: Peek, choice: BootPlan['choice']): BootPlan {
  const { source, facts, expectation } = peek;
  const chosen = facts.entries.find(({ id }) => id === choice.entry) ?? facts.entries[0];
  const problem = problems[chosen?.id ?? ''];
  const accepted = choice.acceptUnverified === source.id;
  const unverified: readonly PlanProblem[] =
    expectation.kind === 'none' && !accepted
      ? [
          {
            severity: 'blocker',
            code: 'unverified-image',
            text: 'This image cannot be verified.',
            remedy: 'Accept it.',
          },
        ]
      : [];
  return {
    source,
    choice,
    device: '/dev/pmem0',
    reservation: { start: 2 ** 30, size: 2 ** 31 },
    ...(chosen ? { entry: chosen } : {}),
    problems: [...(problem ? [problem] : []), ...unverified],
  };
}

async function* eventsOf(
  plan: BootPlan,
  { tickMs = 50, ticks = 40, failAt }: FakeSessionOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<BootEvent> {
  const total = 1_432_000_000;
  for (const stage of stages.slice(stages.indexOf('reserve'))) {
    yield { type: 'stage', stage, state: 'begin' };
    if (stage === 'acquire') {
      for (let tick = 1; tick <= ticks; tick += 1) {
        if (signal?.aborted) {
          const message = 'Cancelled.';
          yield { type: 'failed', failure: { code: 'cancelled', stage, message } };
          return;
        }
        await delay(tickMs);
        const bytes = Math.floor((total * tick) / ticks);
        const bytesPerSecond = 11_000_000 + ((tick * 7919) % 3_000_000);
        const secondsLeft = (total - bytes) / bytesPerSecond;
        yield { type: 'progress', stage, bytes, total, bytesPerSecond, secondsLeft };
        if (tick === 3) {
          const text = 'cdimage.example.org stopped answering, going on with mirror.example.net';
          yield { type: 'note', stage, text };
        }
      }
    }
    if (stage === failAt) {
      yield {
        type: 'failed',
        failure: {
          code: 'digest-wrong',
          stage,
          message: 'The image is not the one that was signed: its SHA-256 differs.',
          subject: locationText(plan.source.location),
          remedy: 'Download it again, from another mirror. If it differs again, do not boot it.',
        },
      };
      return;
    }
    if (stage === 'verify' && plan.choice.acceptUnverified === undefined) {
      yield { type: 'trust', trust: signed.trust };
    }
    yield { type: 'stage', stage, state: 'end' };
  }
}

async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
  signal?.throwIfAborted();
}
