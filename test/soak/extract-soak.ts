import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand } from '../../src/app/commands.ts';
import type { VirtualMedium } from '../../src/core/plan/virtual-medium.ts';
import type { MachineArchitecture } from '../../tools/shared/architectures.ts';
import { makeIso } from '../helpers/isos.ts';
import { serve } from '../helpers/range-server.ts';
import { runCases, type Soak, type SoakCase } from './cases.ts';
import { demoIso, machineWith } from './extract/graft.ts';
import { bootExtracted, tinyInitrd } from './extract/guest.ts';
import { apkSource, debSource, pacmanSource, rpmSource } from './extract/packages.ts';
import { ukiSource, zbootSource } from './extract/programs.ts';
import { debianKernel } from './kernels/chain-files.ts';

/** What is made in a directory of its own, and what is done with it after the extraction. */
type MakeSource = (work: string) => Promise<string | { url: string; close(): Promise<void> }>;

interface Expected {
  readonly arch?: MachineArchitecture;
  /** In the words that the kernel was started with. */
  readonly words?: string;
}

const soak: Soak = {
  name: 'extract',
  columns: ['kernel', 'format', 'bytes', 'seconds to its init or login'],
  cases: [
    caseOf('kernel', () => debianKernel('trixie')),
    caseOf('deb', debSource),
    caseOf('rpm', rpmSource),
    caseOf('apk', apkSource),
    caseOf('pacman', pacmanSource),
    caseOf('uki', ukiSource, { words: 'from=uki' }),
    caseOf('zboot', zbootSource, { arch: 'aarch64' }),
    caseOf('iso', isoSource, { words: 'from=iso' }),
    caseOf('url', servedIso, { words: 'from=iso' }),
    caseOf('directory', async (work) => (await isoSource(work)).replace(/\.iso$/, '.d'), {
      words: 'from=iso',
    }),
    graftCase('virtio'),
    graftCase('pmem'),
  ],
};

/**
 * `[--fresh] [CASE]...`: takes a kernel out of each kind of source, as distros' own tools make it, and
 * boots it. Returns the exit status.
 */
export async function soakExtract(argv: readonly string[]): Promise<number> {
  return (await runCases(soak, argv)).status;
}

function caseOf(name: string, make: MakeSource, expected: Expected = {}): SoakCase {
  const { arch = 'x86_64', words = '' } = expected;
  return {
    name,
    run: (watch) =>
      inDirectory(async (work) => {
        const source = await make(await workFolder(work));
        const output = join(work, 'out');
        const metadata = await extract(typeof source === 'string' ? source : source.url, output);
        if (typeof source !== 'string') await source.close();
        const wanted = new RegExp(`^started: (\\S+)$\\s+^words: .*${words}`, 'm');
        const { version, seconds } = await bootExtracted(output, { wanted, arch }, watch);
        return {
          ok: version === metadata.version && metadata.arch === arch,
          cells: [version, metadata.format, metadata.image.bytes, seconds],
        };
      }),
  };
}

/** The live system itself comes up, from an image that the virtual machine has as a disk or memory. */
function graftCase(medium: VirtualMedium): SoakCase {
  return {
    name: `graft-${medium}`,
    run: (watch) =>
      inDirectory(async (work) => {
        const iso = await demoIso();
        const output = join(work, 'out');
        const { version, format, image } = await extract(iso, output, '--graft', medium);
        const hardware = await machineWith(iso, medium, work);
        const boot = { wanted: /login: /, arch: 'x86_64', ...hardware } as const;
        const { seconds } = await bootExtracted(output, boot, watch);
        return { ok: true, cells: [version, format, image.bytes, seconds] };
      }),
  };
}

async function extract(source: string, output: string, ...options: readonly string[]) {
  const { run, rest } = await findCommand(['extract', source, '-o', output, ...options]);
  const { signal } = new AbortController();
  await run(rest, { stdout: () => {}, stderr: () => {}, env: {}, signal });
  return JSON.parse(await readFile(join(output, 'kernel-metadata.json'), 'utf8'));
}

async function inDirectory<T>(use: (work: string) => Promise<T>): Promise<T> {
  const work = await mkdtemp(join(tmpdir(), 'webboot-extract-'));
  try {
    return await use(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** makepkg runs as another user, who has to get there. */
async function workFolder(work: string): Promise<string> {
  await chmod(work, 0o711);
  const folder = join(work, 'source');
  await mkdir(folder);
  return folder;
}

async function isoSource(work: string): Promise<string> {
  return makeIso(work, {
    ...{ tool: 'xorriso', name: 'live', options: ['-R'] },
    spec: {
      'boot/grub/grub.cfg':
        'menuentry Live { linux /live/vmlinuz from=iso\n initrd /live/initrd }\n',
      'live/vmlinuz': await readFile(await debianKernel('trixie')),
      'live/initrd': await tinyInitrd('x86_64'),
    },
  });
}

async function servedIso(work: string) {
  return serve(await isoSource(work), { ranges: true });
}
